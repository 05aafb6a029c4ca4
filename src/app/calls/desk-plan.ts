import type { Line, Skill } from '../../domain/lines/line.ts';
import type { Agent } from '../../domain/roster/agent.ts';
import type { Instant } from '../../domain/shared/time.ts';
import type { Journal } from '../../ports/journal.ts';
import type { Desk } from './desk.ts';

/** Who may answer, without their password: the switch has that already. */
export interface PlannedAgent {
  readonly id: string;
  readonly name: string;
  readonly skills: readonly Skill[];
  readonly sipUser: string;
}

/** Lines and agents as the record last told them. */
export interface DeskPlan {
  readonly lines: readonly Line[];
  readonly agents: readonly PlannedAgent[];
}

const STREAM = 'plan:desk';

/** Keeps the plan in the journal, so that a restart answers calls while PostgreSQL is away. */
export function rememberPlan(journal: Journal, plan: DeskPlan, id: string, at: Instant): void {
  const { lines, agents } = plan;
  const state = {
    lines,
    agents: agents.map(({ id: agentId, name, skills, sipUser }) => ({
      id: agentId,
      name,
      skills,
      sipUser,
    })),
  };
  if (JSON.stringify(recallPlan(journal)) === JSON.stringify(state)) return;
  journal.append([{ id, at, stream: STREAM, event: { type: 'planned' }, state, closed: false }]);
}

export function recallPlan(journal: Journal): DeskPlan | undefined {
  const kept = journal.openStreams().find(({ stream }) => stream === STREAM);
  return kept?.state as DeskPlan | undefined;
}

/** Makes the desk answer these lines with these agents; who is on the roster keeps their state. */
export function applyPlan(desk: Desk, plan: DeskPlan, now: Instant): void {
  desk.setLines(plan.lines);
  const known = new Map(desk.agents().map((agent) => [agent.id, agent]));
  for (const { id, name, skills } of plan.agents) {
    const agent: Agent = known.get(id) ?? {
      id,
      name,
      skills,
      reachableAt: [],
      availability: 'offDuty',
      since: now,
    };
    if (known.has(id) && agent.name === name && sameList(agent.skills, skills)) continue;
    desk.enrol({ ...agent, name, skills });
  }
}

/** No line may keep a caller waiting longer than the setting allows. */
export function capWaits(lines: readonly Line[], maxWaitMs: number): readonly Line[] {
  return lines.map((line) => ({ ...line, maxWaitMs: Math.min(line.maxWaitMs, maxWaitMs) }));
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

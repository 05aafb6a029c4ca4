import type { Call, WaitingCall } from '../calls/call.ts';
import type { Line, Skill } from '../lines/line.ts';
import type { Agent } from '../roster/agent.ts';
import { SECOND } from '../shared/time.ts';
import type { Instant } from '../shared/time.ts';

export interface Offer {
  readonly callId: string;
  readonly agentId: string;
  readonly endpoint: string;
}

/** Who just missed a call is not rung for it again within this time, even when alone. */
export const MISSED_REST_MS = 20 * SECOND;

/** A phone that vanished comes back within this time when its page was only reloaded. */
export const LOST_GRACE_MS = 20 * SECOND;

/** Order of the queue: priority of the line, then age. A bounced call keeps both. */
export function queueOrder(a: Call, b: Call): number {
  return (
    a.line.priority - b.line.priority ||
    a.arrivedAt - b.arrivedAt ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

/**
 * Pairs waiting calls with free agents: the first in the queue chooses first, and takes the agent
 * who has been idle longest. A call that nobody free may take does not hold back those behind it.
 */
export function chooseOffers(
  waiting: readonly WaitingCall[],
  agents: Iterable<Agent>,
  now: Instant,
): Offer[] {
  const free = freeAgents(agents);
  if (free.length === 0 || waiting.length === 0) return [];
  const everyone = [...agents];
  const offers: Offer[] = [];
  for (const call of [...waiting].sort(queueOrder)) {
    const chosen = chooseAgent(call, free, everyone, now);
    const endpoint = chosen?.reachableAt[0];
    if (chosen === undefined || endpoint === undefined) continue;
    offers.push({ callId: call.id, agentId: chosen.id, endpoint });
    free.splice(free.indexOf(chosen), 1);
    if (free.length === 0) break;
  }
  return offers;
}

/** True when someone on the line's ladder is on duty and could answer sooner or later. */
export function isStaffed(line: Line, agents: Iterable<Agent>, now: Instant): boolean {
  for (const agent of agents) {
    if (line.ladder.some((rung) => isOnDuty(agent, rung.skill, now))) return true;
  }
  return false;
}

function freeAgents(agents: Iterable<Agent>): Agent[] {
  const free: Agent[] = [];
  for (const agent of agents) {
    if (agent.availability === 'available' && agent.reachableAt.length > 0) free.push(agent);
  }
  return free.sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

function chooseAgent(
  call: WaitingCall,
  free: readonly Agent[],
  everyone: readonly Agent[],
  now: Instant,
): Agent | undefined {
  const waitedMs = now - call.arrivedAt;
  let staffedBelow = false;
  for (const rung of call.line.ladder) {
    // A rung opens by its time, or at once when nobody stands on the rungs before it.
    if (rung.afterMs > waitedMs && staffedBelow) return undefined;
    const agent = free.find(
      (candidate) => candidate.skills.includes(rung.skill) && !justMissed(call, candidate.id, now),
    );
    if (agent !== undefined) return agent;
    staffedBelow ||= everyone.some(
      (one) => isOnDuty(one, rung.skill, now) && !justMissed(call, one.id, now),
    );
  }
  return undefined;
}

function justMissed(call: WaitingCall, agentId: string, now: Instant): boolean {
  return call.missedBy.some(
    (missed) => missed.agentId === agentId && now - missed.at < MISSED_REST_MS,
  );
}

function isOnDuty(agent: Agent, skill: Skill, now: Instant): boolean {
  if (!agent.skills.includes(skill)) return false;
  if (agent.availability === 'offDuty' || agent.availability === 'away') return false;
  if (agent.availability !== 'available') return true;
  if (agent.reachableAt.length > 0) return true;
  // A phone that never was there counts as lost since its agent came on duty.
  return now - (agent.lostAt ?? agent.since) < LOST_GRACE_MS;
}

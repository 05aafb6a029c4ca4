import type { AgentBody } from '../../contract/agents.ts';
import type { Ready } from '../../contract/health.ts';
import {
  wallAgentSchema,
  wallHealthSchema,
  wallIncidentSchema,
  wallTodaySchema,
  wallWaitingSchema,
  type WallIncident,
  type WallToday,
  type WallWaiting,
} from '../../contract/wall.ts';
import { readRow, readRows, valueOf } from '../feed/read-row.ts';

export interface WallRows {
  /** In nobody's ear yet, longest wait first. */
  readonly waiting: readonly WallWaiting[];
  readonly talking: readonly WallWaiting[];
  /** On duty first, then by what needs an eye; nobody who is off duty. */
  readonly agents: readonly AgentBody[];
  /** Open ones, the most late first. */
  readonly incidents: readonly WallIncident[];
  readonly today: WallToday | undefined;
  readonly health: Ready | undefined;
  readonly outdated: boolean;
}

const AGENT_ORDER = {
  ringing: 0,
  talking: 1,
  wrapUp: 2,
  available: 3,
  away: 4,
  offDuty: 5,
} as const;

/** The wall's rows, checked and in the order in which an eye needs them. */
export function readWallRows(rows: Readonly<Record<string, unknown>>): WallRows {
  const calls = readRows(rows, 'waiting/', wallWaitingSchema);
  const agents = readRows(rows, 'agent/', wallAgentSchema);
  const incidents = readRows(rows, 'incident/', wallIncidentSchema);
  const today = readRow(rows, 'today', wallTodaySchema);
  const health = readRow(rows, 'health', wallHealthSchema);
  const byAge = calls.values.sort((a, b) => a.arrivedAt.localeCompare(b.arrivedAt));
  return {
    waiting: byAge.filter((call) => call.phase !== 'talking'),
    talking: byAge.filter((call) => call.phase === 'talking'),
    agents: agents.values
      .filter((agent) => agent.availability !== 'offDuty')
      .sort(
        (a, b) =>
          AGENT_ORDER[a.availability] - AGENT_ORDER[b.availability] ||
          a.since.localeCompare(b.since),
      ),
    incidents: incidents.values.filter(isOpen).sort(byUrgency),
    today: valueOf(today),
    health: valueOf(health),
    outdated:
      calls.unfit ||
      agents.unfit ||
      incidents.unfit ||
      today.kind === 'unfit' ||
      health.kind === 'unfit',
  };
}

function isOpen({ phase }: WallIncident): boolean {
  return phase !== 'finished' && phase !== 'cancelled';
}

/** Those that have not left come first, by their time to leave; then the others by age. */
function byUrgency(a: WallIncident, b: WallIncident): number {
  const left = Number(a.leftAt !== undefined) - Number(b.leftAt !== undefined);
  return left || a.leaveBy.localeCompare(b.leaveBy);
}

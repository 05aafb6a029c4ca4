import type { Call, Outcome } from '../../domain/calls/call.ts';
import { assertNever } from '../../domain/shared/assert-never.ts';
import type { Instant } from '../../domain/shared/time.ts';
import { EMPTY_CARD } from '../../domain/signals/card.ts';
import { parseSignalNumber } from '../../domain/signals/number.ts';
import type { StoredEntry } from '../../ports/journal.ts';

/** Rows as PostgreSQL reads them from JSON; keys are column names. */
export type JsonRow = Readonly<Record<string, unknown>>;

export function signalRow(call: Call): JsonRow {
  const number = parseSignalNumber(call.signalNumber);
  if (!number) throw new Error(`${call.signalNumber} is no number of a signal`);
  return {
    id: call.signalId,
    number: call.signalNumber,
    region: number.region,
    year: number.year,
    serial: number.order,
    source: call.source,
    line_id: call.line.id,
    line_title: call.line.title,
    priority: call.line.priority,
    caller: call.caller,
    created_at: iso(call.arrivedAt),
    card: EMPTY_CARD,
    version: 0,
    note: call.source === 'fallback' ? 'cardToWrite' : null,
  };
}

export function callRow(call: Call, position: number): JsonRow {
  return {
    id: call.id,
    signal_id: call.signalId,
    line_id: call.line.id,
    phase: call.phase,
    arrived_at: iso(call.arrivedAt),
    missed_by: call.missedBy.map(({ agentId }) => agentId),
    keys: call.keys,
    quality: call.quality ?? null,
    position,
    state: call,
    ...whatPhaseAdds(call),
  };
}

function whatPhaseAdds(call: Call): JsonRow {
  switch (call.phase) {
    case 'refusing':
    case 'waiting':
    case 'lastResort':
      return {};
    case 'offered':
    case 'joining':
      return { agent_id: call.attempt.agentId };
    case 'talking':
      return {
        agent_id: call.agentId,
        answered_at: iso(call.answeredAt),
        waited_ms: call.answeredAt - call.arrivedAt,
      };
    case 'ended':
      return {
        agent_id: call.agentId ?? null,
        answered_at: call.answeredAt === undefined ? null : iso(call.answeredAt),
        ended_at: iso(call.endedAt),
        waited_ms: Math.round(call.waitedMs),
        talked_ms: Math.round(call.talkedMs),
        outcome: call.outcome.kind,
        outcome_reason: reasonOf(call.outcome),
      };
    default:
      return assertNever(call);
  }
}

function reasonOf(outcome: Outcome): string | null {
  if (outcome.kind === 'abandoned') return outcome.during;
  return outcome.kind === 'closed' ? outcome.reason : null;
}

export function eventRow({ id, position, at, event }: StoredEntry, call: Call): JsonRow {
  return { id, position, call_id: call.id, at: iso(at), type: event.type, event };
}

/** `state` is what the roster wrote; only its availability is a column. */
export function agentStateRow({ stream, position, at, state }: StoredEntry): JsonRow {
  const availability =
    typeof state === 'object' && state !== null && 'availability' in state
      ? state.availability
      : null;
  return { agent_id: stream.slice('agent:'.length), availability, at: iso(at), position, state };
}

function iso(moment: Instant): string {
  return new Date(moment).toISOString();
}

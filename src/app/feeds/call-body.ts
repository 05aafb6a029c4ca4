import type { CallBody } from '../../contract/calls.ts';
import { assertNever } from '../../domain/shared/assert-never.ts';
import type { Instant } from '../../domain/shared/time.ts';
import type { Call, Outcome } from '../../domain/calls/call.ts';

/** A call as the desk sees it. The caller is masked here; the number itself is sealed. */
export function callBody(call: Call): CallBody {
  return {
    id: call.id,
    signalId: call.signalId,
    signalNumber: call.signalNumber,
    line: call.line.id,
    phase: call.phase,
    ...(call.caller.kind === 'known' && { callerMasked: call.caller.masked }),
    arrivedAt: iso(call.arrivedAt),
    missedBy: call.missedBy.map(({ agentId }) => agentId),
    keys: call.keys,
    ...(call.quality && { quality: { ...call.quality } }),
    ...whatPhaseAdds(call),
  };
}

function whatPhaseAdds(call: Call): Partial<CallBody> {
  switch (call.phase) {
    case 'refusing':
    case 'waiting':
    case 'lastResort':
      return {};
    case 'offered':
    case 'joining':
      return { agentId: call.attempt.agentId };
    case 'talking':
      return {
        agentId: call.agentId,
        answeredAt: iso(call.answeredAt),
        waitedMs: call.answeredAt - call.arrivedAt,
      };
    case 'ended':
      return {
        ...(call.agentId !== undefined && { agentId: call.agentId }),
        ...(call.answeredAt !== undefined && { answeredAt: iso(call.answeredAt) }),
        endedAt: iso(call.endedAt),
        waitedMs: call.waitedMs,
        talkedMs: call.talkedMs,
        outcome: call.outcome.kind,
        ...reasonOf(call.outcome),
      };
    default:
      return assertNever(call);
  }
}

function reasonOf(outcome: Outcome): Pick<CallBody, 'outcomeReason'> {
  if (outcome.kind === 'abandoned') return { outcomeReason: outcome.during };
  if (outcome.kind === 'closed') return { outcomeReason: outcome.reason };
  return {};
}

function iso(moment: Instant): string {
  return new Date(moment).toISOString();
}

import type { Instant } from '../shared/time.ts';
import type {
  Attempt,
  Call,
  CallFacts,
  EndedCall,
  LastResortCall,
  Missed,
  Outcome,
} from './call.ts';

/** Strips a call of what only its phase has. */
export function factsOf(call: Call): CallFacts {
  const { id, signalId, signalNumber, source, line, caller, arrivedAt, missedBy, keys } = call;
  const facts = { id, signalId, signalNumber, source, line, caller, arrivedAt, missedBy, keys };
  return call.quality === undefined ? facts : { ...facts, quality: call.quality };
}

/** Ends a call that nobody has answered. */
export function endUnanswered(call: Call, outcome: Outcome, now: Instant): EndedCall {
  return {
    ...factsOf(call),
    phase: 'ended',
    endedAt: now,
    outcome,
    waitedMs: Math.max(0, now - call.arrivedAt),
    talkedMs: 0,
  };
}

export function toLastResort(call: Call, why: LastResortCall['why'], now: Instant): LastResortCall {
  return { ...factsOf(call), phase: 'lastResort', since: now, why };
}

export function missedWith(
  call: Call,
  attempt: Attempt,
  reason: Missed['reason'],
  now: Instant,
): CallFacts {
  const missed: Missed = { agentId: attempt.agentId, at: now, reason };
  return { ...factsOf(call), missedBy: [...call.missedBy, missed] };
}

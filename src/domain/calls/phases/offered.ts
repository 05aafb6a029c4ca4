import { assertNever } from '../../shared/assert-never.ts';
import { SECOND } from '../../shared/time.ts';
import type { Instant } from '../../shared/time.ts';
import type { OfferedCall, OfferFailure } from '../call.ts';
import type { CallCommand, CallStep } from '../call-event.ts';
import { endUnanswered, factsOf, missedWith, toLastResort } from '../facts.ts';
import { joinLegs } from '../join.ts';
import { endByRecord } from '../open.ts';
import { giveBackOffer, hangUpStray } from '../stray.ts';
import type { PhaseEvent } from '../stray.ts';

/** A switch that has not bridged two living legs by then never will. */
const JOIN_MS = 5 * SECOND;

/** Q.850 causes that mean "the person refused", not "the person did not come". */
const DECLINED_CAUSES: ReadonlySet<number> = new Set([17, 21]);
/** Q.850 causes of a phone that cannot be rung at all. */
const UNREACHABLE_CAUSES: ReadonlySet<number> = new Set([1, 3, 20, 27, 34, 38, 41, 58]);

/** While an agent's phone rings; the caller hears music and keeps their place. */
export function stepOffered(call: OfferedCall, event: PhaseEvent, now: Instant): CallStep {
  switch (event.type) {
    case 'agentAnswered':
      if (event.attemptId !== call.attempt.id) return hangUpStray(call, event.channel);
      return answered(call, now);
    case 'offerFailed':
      if (event.attemptId !== call.attempt.id) return { call, commands: [] };
      return bounced(call, event.reason, now);
    case 'agentGone':
      if (event.attemptId !== call.attempt.id) return { call, commands: [] };
      return bounced(call, failureOf(event.cause), now);
    case 'deadlinePassed':
      return now < call.ringUntil ? { call, commands: [] } : bounced(call, 'noAnswer', now);
    case 'callerLeft':
      return {
        call: endUnanswered(call, { kind: 'abandoned', during: 'ringing' }, now),
        commands: letGo(call),
      };
    case 'handedBack':
      return { call: toLastResort(call, 'leaseLost', now), commands: letGo(call) };
    case 'lastResortEnded':
      return { call: endByRecord(factsOf(call), event.record), commands: letGo(call) };
    case 'foundAstray':
      return { call, commands: [{ type: 'hold', channel: call.id }] };
    case 'offered':
      return giveBackOffer(call, event);
    case 'joined':
    case 'joinFailed':
    case 'nobodyOnDuty':
      return { call, commands: [] };
    default:
      return assertNever(event);
  }
}

function answered(call: OfferedCall, now: Instant): CallStep {
  const { attempt } = call;
  const joining = {
    ...factsOf(call),
    phase: 'joining',
    attempt,
    bridge: `talk-${attempt.id}`,
    joinUntil: now + JOIN_MS,
  } as const;
  return {
    call: joining,
    commands: [
      joinLegs(joining),
      { type: 'agentTalks', agentId: attempt.agentId, attemptId: attempt.id },
    ],
  };
}

/** Back to the queue, at the same place. The leg is ended even if it seems gone: it may be late. */
function bounced(call: OfferedCall, reason: OfferFailure, now: Instant): CallStep {
  const { agentId, id: attemptId, channel } = call.attempt;
  const after = reason === 'unreachable' ? 'unreachable' : 'missed';
  return {
    call: { ...missedWith(call, call.attempt, reason, now), phase: 'waiting' },
    commands: [
      { type: 'hangUp', channel },
      { type: 'releaseAgent', agentId, attemptId, after },
    ],
  };
}

function letGo(call: OfferedCall): CallCommand[] {
  const { agentId, id: attemptId, channel } = call.attempt;
  return [
    { type: 'hangUp', channel },
    { type: 'releaseAgent', agentId, attemptId, after: 'ring' },
  ];
}

function failureOf(cause: number): OfferFailure {
  if (DECLINED_CAUSES.has(cause)) return 'declined';
  return UNREACHABLE_CAUSES.has(cause) ? 'unreachable' : 'noAnswer';
}

import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/time.ts';
import type { JoiningCall } from '../call.ts';
import type { CallCommand, CallStep } from '../call-event.ts';
import { endUnanswered, factsOf, missedWith, toLastResort } from '../facts.ts';
import { joinLegs } from '../join.ts';
import { endByRecord } from '../open.ts';
import { giveBackOffer, hangUpStray } from '../stray.ts';
import type { PhaseEvent } from '../stray.ts';

/** The agent has picked up; the switch brings the two together. A few milliseconds, usually. */
export function stepJoining(call: JoiningCall, event: PhaseEvent, now: Instant): CallStep {
  const { attempt } = call;
  switch (event.type) {
    case 'joined':
      if (event.attemptId !== attempt.id) return { call, commands: [] };
      return {
        call: {
          ...factsOf(call),
          phase: 'talking',
          attempt,
          bridge: call.bridge,
          agentId: attempt.agentId,
          answeredAt: now,
        },
        commands: [],
      };
    case 'joinFailed':
    case 'agentGone':
      return event.attemptId === attempt.id ? back(call, now) : { call, commands: [] };
    case 'deadlinePassed':
      return now < call.joinUntil ? { call, commands: [] } : back(call, now);
    case 'callerLeft':
      return {
        call: endUnanswered(call, { kind: 'abandoned', during: 'joining' }, now),
        commands: letGo(call, 'ring'),
      };
    case 'handedBack':
      return { call: toLastResort(call, 'leaseLost', now), commands: letGo(call, 'ring') };
    case 'lastResortEnded':
      return { call: endByRecord(factsOf(call), event.record), commands: letGo(call, 'ring') };
    case 'foundAstray':
      return { call, commands: [joinLegs(call)] };
    case 'agentAnswered':
      if (event.attemptId === attempt.id) return { call, commands: [] };
      return hangUpStray(call, event.channel);
    case 'offered':
      return giveBackOffer(call, event);
    case 'offerFailed':
    case 'nobodyOnDuty':
      return { call, commands: [] };
    default:
      return assertNever(event);
  }
}

/** The join came to nothing: the caller is never left alone in a bridge. */
function back(call: JoiningCall, now: Instant): CallStep {
  return {
    call: { ...missedWith(call, call.attempt, 'unreachable', now), phase: 'waiting' },
    commands: [{ type: 'hold', channel: call.id }, ...letGo(call, 'unreachable')],
  };
}

function letGo(call: JoiningCall, after: 'ring' | 'unreachable'): CallCommand[] {
  const { agentId, id: attemptId, channel } = call.attempt;
  return [
    { type: 'hangUp', channel },
    { type: 'closeBridge', bridge: call.bridge },
    { type: 'releaseAgent', agentId, attemptId, after },
  ];
}

import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/time.ts';
import type { EndedCall, TalkingCall } from '../call.ts';
import type { CallCommand, CallStep } from '../call-event.ts';
import { factsOf } from '../facts.ts';
import { joinLegs } from '../join.ts';
import { giveBackOffer, hangUpStray } from '../stray.ts';
import type { PhaseEvent } from '../stray.ts';

/** Two people speak. Either of them ends it. */
export function stepTalking(call: TalkingCall, event: PhaseEvent, now: Instant): CallStep {
  switch (event.type) {
    // A caller whom the switch took out of the talk has left it, as far as the agent can hear.
    case 'callerLeft':
    case 'handedBack':
    case 'lastResortEnded':
      return { call: ended(call, now), commands: letGo(call) };
    case 'agentGone':
      if (event.attemptId !== call.attempt.id) return { call, commands: [] };
      return {
        call: ended(call, now),
        commands: [{ type: 'hangUp', channel: call.id }, ...letGo(call)],
      };
    case 'foundAstray':
      return { call, commands: [joinLegs(call)] };
    case 'agentAnswered':
      if (event.attemptId === call.attempt.id) return { call, commands: [] };
      return hangUpStray(call, event.channel);
    case 'offered':
      return giveBackOffer(call, event);
    case 'deadlinePassed':
    case 'offerFailed':
    case 'joined':
    case 'joinFailed':
    case 'nobodyOnDuty':
      return { call, commands: [] };
    default:
      return assertNever(event);
  }
}

function ended(call: TalkingCall, now: Instant): EndedCall {
  return {
    ...factsOf(call),
    phase: 'ended',
    endedAt: now,
    outcome: { kind: 'answered', by: call.agentId },
    agentId: call.agentId,
    answeredAt: call.answeredAt,
    waitedMs: Math.max(0, call.answeredAt - call.arrivedAt),
    talkedMs: Math.max(0, now - call.answeredAt),
  };
}

function letGo(call: TalkingCall): CallCommand[] {
  const { id: attemptId, channel } = call.attempt;
  return [
    { type: 'hangUp', channel },
    { type: 'closeBridge', bridge: call.bridge },
    { type: 'releaseAgent', agentId: call.agentId, attemptId, after: 'talk' },
  ];
}

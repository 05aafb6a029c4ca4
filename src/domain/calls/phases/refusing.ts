import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/time.ts';
import type { RefusingCall } from '../call.ts';
import type { CallStep } from '../call-event.ts';
import { endUnanswered } from '../facts.ts';
import { giveBackOffer, hangUpStray } from '../stray.ts';
import type { PhaseEvent } from '../stray.ts';

/** While the caller hears that the number is not ours. */
export function stepRefusing(call: RefusingCall, event: PhaseEvent, now: Instant): CallStep {
  switch (event.type) {
    case 'callerLeft':
    case 'handedBack':
    case 'lastResortEnded':
      return ended(call, now, false);
    case 'deadlinePassed':
      return now < call.until ? { call, commands: [] } : ended(call, now, true);
    case 'foundAstray':
      return { call, commands: [{ type: 'refuse', channel: call.id }] };
    case 'offered':
      return giveBackOffer(call, event);
    case 'agentAnswered':
      return hangUpStray(call, event.channel);
    case 'offerFailed':
    case 'joined':
    case 'joinFailed':
    case 'agentGone':
    case 'nobodyOnDuty':
      return { call, commands: [] };
    default:
      return assertNever(event);
  }
}

function ended(call: RefusingCall, now: Instant, alive: boolean): CallStep {
  return {
    call: endUnanswered(call, { kind: 'closed', reason: 'unknownLine' }, now),
    commands: alive ? [{ type: 'hangUp', channel: call.id }] : [],
  };
}

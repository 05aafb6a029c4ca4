import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/time.ts';
import type { LastResortCall } from '../call.ts';
import type { CallStep } from '../call-event.ts';
import { endUnanswered, factsOf } from '../facts.ts';
import { endByRecord } from '../open.ts';
import { giveBackOffer, hangUpStray } from '../stray.ts';
import type { PhaseEvent } from '../stray.ts';

/** With the dialplan: the duty mobile, then voicemail. The switch's record tells the end. */
export function stepLastResort(call: LastResortCall, event: PhaseEvent, now: Instant): CallStep {
  switch (event.type) {
    case 'lastResortEnded':
      return { call: endByRecord(factsOf(call), event.record), commands: [] };
    // Gone, and the switch wrote nothing down about it.
    case 'callerLeft':
      return {
        call: endUnanswered(call, { kind: 'abandoned', during: 'lastResort' }, now),
        commands: [],
      };
    case 'foundAstray':
      return { call, commands: [{ type: 'handToLastResort', channel: call.id }] };
    case 'offered':
      return giveBackOffer(call, event);
    case 'agentAnswered':
      return hangUpStray(call, event.channel);
    case 'handedBack':
    case 'deadlinePassed':
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

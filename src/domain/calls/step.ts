import { assertNever } from '../shared/assert-never.ts';
import type { Instant } from '../shared/time.ts';
import type { Call, EndedCall } from './call.ts';
import type { CallEvent, CallStep } from './call-event.ts';
import { stepJoining } from './phases/joining.ts';
import { stepLastResort } from './phases/last-resort.ts';
import { stepOffered } from './phases/offered.ts';
import { stepRefusing } from './phases/refusing.ts';
import { stepTalking } from './phases/talking.ts';
import { stepWaiting } from './phases/waiting.ts';
import { giveBackOffer, hangUpStray } from './stray.ts';
import type { PhaseEvent } from './stray.ts';

/** More keys than this are noise, not an answer. */
const KEYS_KEPT = 64;

/** Decides what a call becomes and what must be done about it. Does nothing itself. */
export function stepCall(call: Call, event: CallEvent, now: Instant): CallStep {
  if (event.type === 'keyPressed') {
    return { call: { ...call, keys: (call.keys + event.key).slice(0, KEYS_KEPT) }, commands: [] };
  }
  if (event.type === 'refusalHeard') {
    if (call.phase !== 'refusing') return { call, commands: [] };
    return stepRefusing({ ...call, until: now }, { type: 'deadlinePassed' }, now);
  }
  // The leg that ends first tells how the call sounded.
  const { quality } = 'quality' in event ? event : call;
  return stepPhase(quality === undefined ? call : { ...call, quality }, event, now);
}

/** When `deadlinePassed` is due for this call; undefined when nothing is waited for. */
export function callDeadline(call: Call): Instant | undefined {
  switch (call.phase) {
    case 'refusing':
      return call.until;
    case 'waiting':
      return call.arrivedAt + call.line.maxWaitMs;
    case 'offered':
      return call.ringUntil;
    case 'joining':
      return call.joinUntil;
    case 'talking':
    case 'lastResort':
    case 'ended':
      return undefined;
    default:
      return assertNever(call);
  }
}

function stepPhase(call: Call, event: PhaseEvent, now: Instant): CallStep {
  switch (call.phase) {
    case 'refusing':
      return stepRefusing(call, event, now);
    case 'waiting':
      return stepWaiting(call, event, now);
    case 'offered':
      return stepOffered(call, event, now);
    case 'joining':
      return stepJoining(call, event, now);
    case 'talking':
      return stepTalking(call, event, now);
    case 'lastResort':
      return stepLastResort(call, event, now);
    case 'ended':
      return stepEnded(call, event);
    default:
      return assertNever(call);
  }
}

/** Nothing changes an ended call; whatever still arrives for it is let go. */
function stepEnded(call: EndedCall, event: PhaseEvent): CallStep {
  if (event.type === 'offered') return giveBackOffer(call, event);
  if (event.type === 'agentAnswered') return hangUpStray(call, event.channel);
  return { call, commands: [] };
}

import { assertNever } from '../../shared/assert-never.ts';
import type { Instant } from '../../shared/time.ts';
import type { LastResortCall, WaitingCall } from '../call.ts';
import type { CallEvent, CallStep } from '../call-event.ts';
import { endUnanswered, toLastResort } from '../facts.ts';
import { endByRecord } from '../open.ts';
import { hangUpStray } from '../stray.ts';
import type { PhaseEvent } from '../stray.ts';

/** With music, until routing finds an agent. */
export function stepWaiting(call: WaitingCall, event: PhaseEvent, now: Instant): CallStep {
  switch (event.type) {
    case 'offered':
      return offered(call, event, now);
    case 'nobodyOnDuty':
      return lastResort(call, 'nobodyOnDuty', now);
    case 'deadlinePassed':
      if (now < call.arrivedAt + call.line.maxWaitMs) return { call, commands: [] };
      return lastResort(call, 'waitedTooLong', now);
    case 'callerLeft':
      return {
        call: endUnanswered(call, { kind: 'abandoned', during: 'waiting' }, now),
        commands: [],
      };
    case 'handedBack':
      return { call: toLastResort(call, 'leaseLost', now), commands: [] };
    case 'lastResortEnded':
      return { call: endByRecord(call, event.record), commands: [] };
    case 'foundAstray':
      return { call, commands: [{ type: 'hold', channel: call.id }] };
    case 'agentAnswered':
      return hangUpStray(call, event.channel);
    case 'offerFailed':
    case 'joined':
    case 'joinFailed':
    case 'agentGone':
      return { call, commands: [] };
    default:
      return assertNever(event);
  }
}

function offered(
  call: WaitingCall,
  event: Extract<CallEvent, { type: 'offered' }>,
  now: Instant,
): CallStep {
  const { attemptId, agentId, channel, endpoint, ringUntil } = event;
  return {
    call: {
      ...call,
      phase: 'offered',
      attempt: { id: attemptId, agentId, channel, endpoint, startedAt: now },
      ringUntil,
    },
    commands: [{ type: 'ringAgent', attemptId, agentId, channel, endpoint, ringUntil }],
  };
}

function lastResort(call: WaitingCall, why: LastResortCall['why'], now: Instant): CallStep {
  return {
    call: toLastResort(call, why, now),
    commands: [{ type: 'handToLastResort', channel: call.id }],
  };
}

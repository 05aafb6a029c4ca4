import { assertNever } from '../shared/assert-never.ts';
import type { Attempt, LiveCall } from './call.ts';
import type { CallEvent } from './call-event.ts';

/** What the switch says of one call's legs. */
export interface Found {
  /** `elsewhere`: alive, but in the dialplan's hands. */
  readonly caller: 'ours' | 'elsewhere' | 'gone';
  readonly agent: 'up' | 'ringing' | 'gone';
  /** The caller is where callers wait. */
  readonly held: boolean;
  /** Both legs are in the call's own bridge. */
  readonly together: boolean;
}

/** Compares a call with what lives on the switch: the events that were lost, in their order. */
export function differences(call: LiveCall, found: Found): CallEvent[] {
  if (found.caller === 'gone') return [{ type: 'callerLeft' }];
  if (call.phase === 'lastResort') {
    return found.caller === 'ours' ? [{ type: 'foundAstray' }] : [];
  }
  if (found.caller === 'elsewhere') return [{ type: 'handedBack' }];
  switch (call.phase) {
    case 'refusing':
      return [];
    case 'waiting':
      return found.held ? [] : [{ type: 'foundAstray' }];
    case 'offered':
      return [
        ...(found.held ? [] : [{ type: 'foundAstray' } as const]),
        ...offerDifferences(call.attempt, found),
      ];
    case 'joining':
      if (found.agent === 'gone') return [gone(call.attempt)];
      return [found.together ? joined(call.attempt) : { type: 'foundAstray' }];
    case 'talking':
      if (found.agent === 'gone') return [gone(call.attempt)];
      return found.together ? [] : [{ type: 'foundAstray' }];
    default:
      return assertNever(call);
  }
}

function offerDifferences(attempt: Attempt, found: Found): CallEvent[] {
  switch (found.agent) {
    case 'gone':
      return [gone(attempt)];
    case 'up':
      return [{ type: 'agentAnswered', attemptId: attempt.id, channel: attempt.channel }];
    case 'ringing':
      return [];
    default:
      return assertNever(found.agent);
  }
}

/** Q.850 "no answer": what became of a leg that vanished while we were not listening. */
const UNKNOWN_CAUSE = 19;

function gone(attempt: Attempt): CallEvent {
  return { type: 'agentGone', attemptId: attempt.id, cause: UNKNOWN_CAUSE };
}

function joined(attempt: Attempt): CallEvent {
  return { type: 'joined', attemptId: attempt.id };
}

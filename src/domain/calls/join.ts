import type { JoiningCall, TalkingCall } from './call.ts';
import type { CallCommand } from './call-event.ts';

/** Brings both legs into the call's own bridge; harmless when they are there. */
export function joinLegs(
  call: Pick<JoiningCall | TalkingCall, 'id' | 'attempt' | 'bridge'>,
): CallCommand {
  return {
    type: 'join',
    attemptId: call.attempt.id,
    bridge: call.bridge,
    callerChannel: call.id,
    agentChannel: call.attempt.channel,
  };
}

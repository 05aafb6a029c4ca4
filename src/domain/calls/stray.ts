import type { Call } from './call.ts';
import type { CallEvent, CallStep } from './call-event.ts';

/** Events whose meaning depends on the phase; the others mean the same in every phase. */
export type PhaseEvent = Exclude<CallEvent, { type: 'keyPressed' | 'refusalHeard' }>;

/** A reservation that came when the call can no longer use it: the agent goes back as they were. */
export function giveBackOffer(
  call: Call,
  offer: Extract<CallEvent, { type: 'offered' }>,
): CallStep {
  const { agentId, attemptId } = offer;
  return { call, commands: [{ type: 'releaseAgent', agentId, attemptId, after: 'ring' }] };
}

/** A late answer: the phone was picked up after we stopped waiting for it. That leg lives; end it. */
export function hangUpStray(call: Call, channel: string): CallStep {
  return { call, commands: [{ type: 'hangUp', channel }] };
}

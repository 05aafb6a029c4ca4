import type { Instant } from '../shared/time.ts';
import type { Call, CallQuality, OfferFailure } from './call.ts';
import type { FallbackRecord } from './fallback-record.ts';

/** Everything that can happen to a call. Events of an attempt carry its id: stale ones are known. */
export type CallEvent =
  /** Routing reserved an agent for this call. */
  | {
      readonly type: 'offered';
      readonly attemptId: string;
      readonly agentId: string;
      readonly channel: string;
      readonly endpoint: string;
      readonly ringUntil: Instant;
    }
  /** The agent's phone was picked up. */
  | { readonly type: 'agentAnswered'; readonly attemptId: string; readonly channel: string }
  /** The agent's phone cannot be rung, or the switch refused to. */
  | { readonly type: 'offerFailed'; readonly attemptId: string; readonly reason: OfferFailure }
  /** Both legs hear each other. */
  | { readonly type: 'joined'; readonly attemptId: string }
  | { readonly type: 'joinFailed'; readonly attemptId: string }
  /** The agent's leg is gone, whatever it was doing. */
  | {
      readonly type: 'agentGone';
      readonly attemptId: string;
      readonly cause: number;
      readonly quality?: CallQuality;
    }
  /** The citizen's leg is gone; `quality` is how it sounded, as of the agent's. */
  | { readonly type: 'callerLeft'; readonly quality?: CallQuality }
  /** No rung of the ladder has anyone who could ever answer. */
  | { readonly type: 'nobodyOnDuty' }
  /** The moment of `callDeadline` has come. */
  | { readonly type: 'deadlinePassed' }
  /** The switch took the caller back because our lease ran out, or because we asked it to. */
  | { readonly type: 'handedBack' }
  /** The caller is in our hands but not where the phase wants them (after a restart). */
  | { readonly type: 'foundAstray' }
  | { readonly type: 'keyPressed'; readonly key: string }
  /** A prompt that ends by itself has been heard; only a refusal is waited for. */
  | { readonly type: 'refusalHeard' }
  /** The switch's own record of a call that ended without us. */
  | { readonly type: 'lastResortEnded'; readonly record: FallbackRecord };

export type CallEventType = CallEvent['type'];

/** The first entry of a call's story. */
export interface CallOpened {
  readonly type: 'opened';
}

export type CallStoryEvent = CallEvent | CallOpened;

export interface CallStep {
  readonly call: Call;
  readonly commands: readonly CallCommand[];
}

/** What must be done about it. Performed in `app/calls/perform-call-command.ts` only. */
export type CallCommand =
  /** Answer, play the greeting and let the caller wait with music. */
  | { readonly type: 'welcome'; readonly channel: string }
  /** Put a caller who is already answered (back) to where callers wait. */
  | { readonly type: 'hold'; readonly channel: string }
  | {
      readonly type: 'ringAgent';
      readonly attemptId: string;
      readonly agentId: string;
      readonly channel: string;
      readonly endpoint: string;
      readonly ringUntil: Instant;
    }
  | {
      readonly type: 'join';
      readonly attemptId: string;
      readonly bridge: string;
      readonly callerChannel: string;
      readonly agentChannel: string;
    }
  | { readonly type: 'closeBridge'; readonly bridge: string }
  | { readonly type: 'hangUp'; readonly channel: string }
  | { readonly type: 'handToLastResort'; readonly channel: string }
  /** Say that the number is not ours, then hang up. */
  | { readonly type: 'refuse'; readonly channel: string }
  /** Commands to the roster: what becomes of the reserved agent. */
  | { readonly type: 'agentTalks'; readonly agentId: string; readonly attemptId: string }
  | {
      readonly type: 'releaseAgent';
      readonly agentId: string;
      readonly attemptId: string;
      readonly after: 'talk' | 'ring' | 'missed' | 'unreachable';
    };

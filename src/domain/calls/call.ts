import type { Caller } from '../callers/caller.ts';
import type { Line } from '../lines/line.ts';
import type { Instant } from '../shared/time.ts';

/*
 * A call: one citizen's contact, from the ring until the last leg is gone.
 *
 *   opened ──unknown number──→ refusing ───────────────────────────────┐
 *     │                                                                │
 *     ▼            offered            agentAnswered          joined    │
 *   waiting ─────────────→ offered ─────────────→ joining ─────────→ talking
 *     │  ▲                    │ │                    │ │               │
 *     │  └──── offerFailed ───┘ │                    │ │               │
 *     │  └────────── joinFailed ┼────────────────────┘ │               │
 *     │                         │                      │               │
 *     ├─ nobodyOnDuty, waited too long ─→ lastResort   │               │
 *     │                         │             │        │               │
 *     └──────── callerLeft ─────┴─────────────┴────────┴───────────────┴─→ ended
 *
 * Every arrow to `ended` names exactly one outcome. `joined` may be overtaken by the end of either
 * leg; the machine accepts every event in every phase.
 */
export type Call =
  RefusingCall | WaitingCall | OfferedCall | JoiningCall | TalkingCall | LastResortCall | EndedCall;

export type LiveCall = Exclude<Call, EndedCall>;

/** What is true of a call in every phase. */
export interface CallFacts {
  /** The caller's channel id on the switch: one call, one channel, one signal. */
  readonly id: string;
  readonly signalId: string;
  readonly signalNumber: string;
  /** `fallback`: the switch handled it without us, and we learned of it afterwards. */
  readonly source: 'call' | 'fallback';
  readonly line: Line;
  readonly caller: Caller;
  readonly arrivedAt: Instant;
  /** Who was rung and did not take it, oldest first. The caller kept their place. */
  readonly missedBy: readonly Missed[];
  /** Keys that the caller pressed, in order. */
  readonly keys: string;
  readonly quality?: CallQuality;
}

export interface Missed {
  readonly agentId: string;
  readonly at: Instant;
  readonly reason: OfferFailure;
}

export type OfferFailure = 'noAnswer' | 'declined' | 'unreachable';

export interface CallQuality {
  readonly lossPercent: number;
  readonly jitterMs: number;
  readonly mos: number;
}

/** One ring at one agent's phone. Its id marks every later event, so that stale ones are known. */
export interface Attempt {
  readonly id: string;
  readonly agentId: string;
  /** The agent's leg. */
  readonly channel: string;
  readonly endpoint: string;
  readonly startedAt: Instant;
}

/** A number that is no line of ours: a polite prompt, then the end. */
export interface RefusingCall extends CallFacts {
  readonly phase: 'refusing';
  readonly until: Instant;
}

export interface WaitingCall extends CallFacts {
  readonly phase: 'waiting';
}

export interface OfferedCall extends CallFacts {
  readonly phase: 'offered';
  readonly attempt: Attempt;
  readonly ringUntil: Instant;
}

export interface JoiningCall extends CallFacts {
  readonly phase: 'joining';
  readonly attempt: Attempt;
  readonly bridge: string;
  readonly joinUntil: Instant;
}

export interface TalkingCall extends CallFacts {
  readonly phase: 'talking';
  readonly attempt: Attempt;
  readonly bridge: string;
  readonly agentId: string;
  readonly answeredAt: Instant;
}

/** In the dialplan's hands: duty mobile, then voicemail. Its record tells how it ended. */
export interface LastResortCall extends CallFacts {
  readonly phase: 'lastResort';
  readonly since: Instant;
  readonly why: 'nobodyOnDuty' | 'waitedTooLong' | 'leaseLost';
}

export interface EndedCall extends CallFacts {
  readonly phase: 'ended';
  readonly endedAt: Instant;
  readonly outcome: Outcome;
  readonly agentId?: string;
  readonly answeredAt?: Instant;
  readonly waitedMs: number;
  readonly talkedMs: number;
}

/** Every path ends in exactly one of these. */
export type Outcome =
  | { readonly kind: 'answered'; readonly by: string }
  | { readonly kind: 'callbackPromised' }
  | { readonly kind: 'handedTo112' }
  | { readonly kind: 'voicemail'; readonly recording: string }
  | {
      readonly kind: 'abandoned';
      readonly during: 'waiting' | 'ringing' | 'joining' | 'lastResort';
    }
  | { readonly kind: 'closed'; readonly reason: 'unknownLine' };

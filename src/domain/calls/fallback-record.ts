import type { Instant } from '../shared/time.ts';

/** What the switch wrote down about a call that it handled by itself. */
export interface FallbackRecord {
  /** The caller's channel id: the same call is the same signal, however it is learned of. */
  readonly id: string;
  readonly dialled: string;
  readonly callerNumber: string;
  readonly arrivedAt: Instant;
  readonly endedAt: Instant;
  readonly outcome: 'answered' | 'voicemail' | 'abandoned';
  /** Endpoint name or `duty-mobile`; absent when nobody answered. */
  readonly answeredBy?: string;
  readonly waitedMs: number;
  readonly talkedMs: number;
  /** File name of a voicemail, as the switch knows it. */
  readonly recording?: string;
}

import type { Call } from '../domain/calls/call.ts';
import type { Instant } from '../domain/shared/time.ts';
import type { VersionedCard } from '../domain/signals/card.ts';
import type { Signal } from '../domain/signals/signal.ts';
import type { IncidentView } from './dispatch-store.ts';

/** A page of a list, newest first. */
export interface Page {
  readonly limit: number;
  /** Only what is older than this. */
  readonly before?: Instant;
}

/** A signal with its call and its latest incident. */
export interface SignalView {
  readonly signal: Signal;
  readonly call?: Call;
  readonly incident?: IncidentView;
}

/** Every method rejects with `RecordAway` when the record does not answer. */
export interface SignalsStore {
  list(page: Page): Promise<readonly SignalView[]>;
  find(id: string): Promise<SignalView | undefined>;
  /**
   * Lets `decide` make a new card of the current signal while nobody else can change it; what it
   * throws is passed on and nothing is changed. Undefined when there is no such signal.
   * Throws `no-such-municipality` when the new card names one that does not exist.
   */
  changeCard(
    id: string,
    decide: (signal: Signal) => VersionedCard,
  ): Promise<SignalView | undefined>;
}

import type { Call } from '../domain/calls/call.ts';
import type { Instant } from '../domain/shared/time.ts';
import type { SignalNumber } from '../domain/signals/number.ts';
import type { StoredEntry } from './journal.ts';
import type { Page } from './signals-store.ts';

/** The record that is made from the journal. Every method rejects with `RecordAway`. */
export interface RecordStore {
  /**
   * Writes entries in one transaction; those that it knows change nothing. An entry that cannot be
   * written for what it contains is set aside, whole, and the rest is written.
   */
  write(entries: readonly StoredEntry[]): Promise<Written>;
  /** The highest number given out for each region and year. */
  highestNumbers(): Promise<readonly SignalNumber[]>;
  calls(page: Page): Promise<readonly Call[]>;
  call(id: string): Promise<Call | undefined>;
  /** All calls that arrived since then. */
  callsSince(since: Instant): Promise<readonly Call[]>;
}

export interface Written {
  /** Signals whose row or call changed. */
  readonly signalIds: readonly string[];
  /** Entries set aside, with PostgreSQL's reason. */
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}

import type { Instant } from '../domain/shared/time.ts';

/**
 * The fact about what we promised: durable on this machine before a command goes out, whatever
 * happens to the database. Synchronous, because deciding waits for nothing else (about 0.2 ms).
 */
export interface Journal {
  /** Appends all or nothing; durable when it returns. A known entry id is ignored. */
  append(entries: readonly JournalEntry[]): void;
  /** The latest state of every stream that is not closed, in the order of their first entry. */
  openStreams(): readonly StreamState[];
  /** The latest state of a stream, closed or not; undefined when it never began or was pruned. */
  stateOf(stream: string): unknown;
  /** Entries after a position, oldest first. */
  read(afterPosition: number, limit: number): readonly StoredEntry[];
  /** The position of the newest entry; 0 before the first. */
  lastPosition(): number;
  projectedPosition(): number;
  /** Notes that the record holds everything up to here; older closed entries may be pruned. */
  markProjected(position: number): void;
  /** The next signal number of a region in a year: 1, 2, 3 … without a gap or a double. */
  nextNumber(region: string, year: number): number;
  /** Raises a counter to what the record has already given out. */
  raiseNumber(region: string, year: number, atLeast: number): void;
  close(): void;
}

export interface JournalEntry {
  readonly id: string;
  readonly at: Instant;
  /** `call:ID` or `agent:ID`. */
  readonly stream: string;
  /** What happened; JSON, with a `type`. */
  readonly event: { readonly type: string };
  /** What the stream's subject is afterwards; JSON. */
  readonly state: unknown;
  /** True when nothing can follow in this stream. */
  readonly closed: boolean;
}

export interface StoredEntry extends JournalEntry {
  readonly position: number;
}

export interface StreamState {
  readonly stream: string;
  readonly state: unknown;
}

import type { Instant } from '../domain/shared/time.ts';
import type { Caller } from '../domain/callers/caller.ts';

export interface Clock {
  now(): Instant;
  /** Runs `action` once at a moment, or soon after when it has passed; answers a canceller. */
  at(moment: Instant, action: () => void): () => void;
}

export interface Ids {
  /** A new unguessable id (UUID v4). */
  next(): string;
  /** The same id for the same name, for ever (so that a call has exactly one signal). */
  of(name: string): string;
}

/** Keeps a caller's number away from everyone who has no need of it. */
export interface CallerVault {
  protect(rawNumber: string): Caller;
}

/** Messages are constants; what varies stands in the fields. */
export interface Log {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

import { MINUTE, SECOND, type Instant } from '../../domain/shared/time.ts';
import type { Clock, Ids, Log } from '../../ports/system.ts';
import { within } from './within.ts';
import type { Who } from './who.ts';

/** A revocation made elsewhere is noticed within this time. */
const TRUSTED_FOR_MS = 30 * SECOND;
/** The record's chance to say no, before the copy in memory is believed. */
const RECORD_LIMIT_MS = 2 * SECOND;
const SWEEP_EVERY_MS = 10 * MINUTE;

export interface OpenSession {
  readonly who: Who;
  readonly expiresAt: Instant;
}

/** The part of the sessions' store that is needed here. Ids given to it are hashes. */
export interface SessionRecord {
  find(id: string): Promise<OpenSession | undefined>;
  save(id: string, session: OpenSession): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface OpenSessionsDeps {
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'of'>;
  readonly log: Log;
  readonly record: SessionRecord;
}

interface Known extends OpenSession {
  readonly checkedAt: Instant;
}

/**
 * Sessions in memory over the record. One that is open goes on while PostgreSQL is away; one that
 * was revoked here ends at once, one revoked in another process within half a minute.
 */
export class OpenSessions {
  readonly #deps: OpenSessionsDeps;
  readonly #known = new Map<string, Known>();
  /** Closed here while the record could not be told: they must not come back from it. */
  readonly #untold = new Set<string>();
  readonly #listeners = new Set<(sessionId: string) => void>();
  #cancelSweep: (() => void) | undefined;

  constructor(deps: OpenSessionsDeps) {
    this.#deps = deps;
    this.#sweepLater();
  }

  /** Rejects with `RecordAway` when the record cannot keep it: a session must outlive a restart. */
  async open(sessionId: string, session: OpenSession): Promise<void> {
    const { clock, record } = this.#deps;
    await within(clock, RECORD_LIMIT_MS, record.save(this.#key(sessionId), session));
    this.#known.set(sessionId, { ...session, checkedAt: clock.now() });
  }

  /**
   * The session, or undefined when there is none (any more). Rejects with `RecordAway` only for a
   * session that this process has never seen.
   */
  async find(sessionId: string): Promise<OpenSession | undefined> {
    if (this.#untold.has(sessionId)) return undefined;
    const known = this.#known.get(sessionId);
    const now = this.#deps.clock.now();
    if (known && known.expiresAt <= now) {
      this.#forget(sessionId);
      return undefined;
    }
    if (known && now - known.checkedAt < TRUSTED_FOR_MS) return known;
    return await this.#ask(sessionId, known);
  }

  /** Ends a session now. A record that is away is told later; until then memory keeps it closed. */
  async close(sessionId: string): Promise<void> {
    const { clock, log, record } = this.#deps;
    this.#untold.add(sessionId);
    this.#forget(sessionId);
    try {
      await within(clock, RECORD_LIMIT_MS, record.remove(this.#key(sessionId)));
      this.#untold.delete(sessionId);
    } catch (error) {
      log.warn('The record is away: a closed session will be removed from it later', { error });
    }
  }

  /** Ends all sessions of a user that this process knows: their rights have changed. */
  async closeAllOf(userId: string): Promise<void> {
    const theirs = [...this.#known].filter(([, known]) => known.who.userId === userId);
    await Promise.all(theirs.map(([sessionId]) => this.close(sessionId)));
  }

  /** Tells of every session that ended before its page left. Answers how to stop. */
  onEnded(listener: (sessionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Stops its timer. Idempotent. */
  stop(): void {
    this.#cancelSweep?.();
    this.#listeners.clear();
  }

  async #ask(sessionId: string, known: Known | undefined): Promise<OpenSession | undefined> {
    const { clock, log, record } = this.#deps;
    try {
      const found = await within(clock, RECORD_LIMIT_MS, record.find(this.#key(sessionId)));
      if (!found || found.expiresAt <= clock.now()) {
        this.#forget(sessionId);
        return undefined;
      }
      this.#known.set(sessionId, { ...found, checkedAt: clock.now() });
      return found;
    } catch (error) {
      if (!known) throw error;
      log.warn('The record is away: an open session goes on from memory', { error });
      this.#known.set(sessionId, { ...known, checkedAt: clock.now() });
      return known;
    }
  }

  #forget(sessionId: string): void {
    if (!this.#known.delete(sessionId)) return;
    for (const listener of this.#listeners) listener(sessionId);
  }

  /** What stands in the record opens nothing: it is a hash of what stands in the cookie. */
  #key(sessionId: string): string {
    return this.#deps.ids.of(`session:${sessionId}`);
  }

  #sweepLater(): void {
    const { clock } = this.#deps;
    this.#cancelSweep = clock.at(clock.now() + SWEEP_EVERY_MS, () => {
      for (const [sessionId, known] of this.#known) {
        if (known.expiresAt <= clock.now()) this.#forget(sessionId);
      }
      for (const sessionId of this.#untold) void this.close(sessionId);
      this.#sweepLater();
    });
  }
}

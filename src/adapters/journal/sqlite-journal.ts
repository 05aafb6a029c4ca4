import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { HOUR, MINUTE, type Instant } from '../../domain/shared/time.ts';
import type { Journal, JournalEntry, StoredEntry, StreamState } from '../../ports/journal.ts';
import { JournalFailed } from './journal-failed.ts';
import { JOURNAL_TABLES } from './journal-tables.ts';

export interface SqliteJournalSettings {
  /** The journal's file; SQLite puts `-wal` and `-shm` beside it. */
  readonly path: string;
  /** Tells how old an entry is; pruning only. */
  readonly now: () => Instant;
}

/** How long projected entries stay for an engineer who asks what happened. */
const KEPT_MS = 7 * 24 * HOUR;
/** Pruning stands in the way of calls: seldom, and a bounded bite. */
const PRUNE_EVERY_MS = MINUTE;
const PRUNE_AT_ONCE = 500;

/**
 * The journal in one SQLite file: WAL, and `synchronous=full`, so that what was appended survives
 * a power cut. Every method throws {@link JournalFailed} (`journal-failed`) when the disk refuses.
 */
export class SqliteJournal implements Journal {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #now: () => Instant;
  #prunedAt: Instant;

  constructor(settings: SqliteJournalSettings) {
    this.#now = settings.now;
    this.#prunedAt = settings.now();
    this.#database = attempt('be opened', () => {
      mkdirSync(dirname(settings.path), { recursive: true, mode: 0o700 });
      const database = new DatabaseSync(settings.path);
      database.exec('pragma busy_timeout = 2000');
      database.exec('pragma journal_mode = wal');
      database.exec('pragma synchronous = full');
      database.exec(JOURNAL_TABLES);
      return database;
    });
    this.#statements = prepare(this.#database);
  }

  append(entries: readonly JournalEntry[]): void {
    if (entries.length === 0) return;
    attempt('append', () => {
      this.#inTransaction(() => {
        for (const entry of entries) this.#appendOne(entry);
      });
    });
  }

  openStreams(): readonly StreamState[] {
    return attempt('read', () =>
      this.#statements.openStreams.all().map((row) => ({
        stream: String(row['stream']),
        state: JSON.parse(String(row['state'])) as unknown,
      })),
    );
  }

  stateOf(stream: string): unknown {
    return attempt('read', () => {
      const row = this.#statements.stateOf.get(stream);
      return row && (JSON.parse(String(row['state'])) as unknown);
    });
  }

  read(afterPosition: number, limit: number): readonly StoredEntry[] {
    return attempt('read', () => this.#statements.read.all(afterPosition, limit).map(storedEntry));
  }

  lastPosition(): number {
    return attempt('read', () => Number(this.#statements.last.get()?.['seq'] ?? 0));
  }

  projectedPosition(): number {
    return attempt('read', () => Number(this.#statements.projected.get()?.['position']));
  }

  markProjected(position: number): void {
    attempt('mark the projection', () => {
      this.#withTheNext(() => {
        this.#inTransaction(() => {
          this.#statements.markProjected.run(position);
          this.#pruneWhenDue();
        });
      });
    });
  }

  nextNumber(region: string, year: number): number {
    return attempt('count', () =>
      this.#withTheNext(() => Number(this.#statements.nextNumber.get(region, year)?.['last'])),
    );
  }

  raiseNumber(region: string, year: number, atLeast: number): void {
    attempt('count', () => this.#statements.raiseNumber.run(region, year, atLeast));
  }

  /** Harmless when it is closed already. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #appendOne(entry: JournalEntry): void {
    const state = JSON.stringify(entry.state);
    const closed = entry.closed ? 1 : 0;
    const { changes, lastInsertRowid } = this.#statements.append.run(
      entry.id,
      entry.at,
      entry.stream,
      JSON.stringify(entry.event),
      state,
      closed,
    );
    if (changes === 0) return;
    this.#statements.setStream.run(entry.stream, lastInsertRowid, lastInsertRowid, state, closed);
  }

  #pruneWhenDue(): void {
    const now = this.#now();
    if (now - this.#prunedAt < PRUNE_EVERY_MS) return;
    this.#prunedAt = now;
    this.#statements.pruneEntries.run(PRUNE_AT_ONCE, now - KEPT_MS);
    this.#statements.pruneStreams.run();
  }

  /**
   * Commits without waiting for the disk; the next append's sync carries it along, for the write-ahead
   * log keeps the order: a number is lost to a power cut only together with the entry that uses it,
   * and a projection that is forgotten is repeated.
   */
  #withTheNext<Result>(work: () => Result): Result {
    this.#database.exec('pragma synchronous = normal');
    try {
      return work();
    } finally {
      this.#database.exec('pragma synchronous = full');
    }
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('begin immediate');
    try {
      work();
      this.#database.exec('commit');
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }
}

function prepare(
  database: DatabaseSync,
): Record<
  | 'append'
  | 'setStream'
  | 'openStreams'
  | 'stateOf'
  | 'read'
  | 'last'
  | 'projected'
  | 'markProjected'
  | 'pruneEntries'
  | 'pruneStreams'
  | 'nextNumber'
  | 'raiseNumber',
  StatementSync
> {
  return {
    append: database.prepare(
      `insert into entries (id, at, stream, event, state, closed) values (?, ?, ?, ?, ?, ?)
       on conflict (id) do nothing`,
    ),
    setStream: database.prepare(
      `insert into streams (stream, first_position, last_position, state, closed)
       values (?, ?, ?, ?, ?)
       on conflict (stream) do update set
         last_position = excluded.last_position, state = excluded.state, closed = excluded.closed`,
    ),
    openStreams: database.prepare(
      'select stream, state from streams where closed = 0 order by first_position',
    ),
    stateOf: database.prepare('select state from streams where stream = ?'),
    read: database.prepare('select * from entries where position > ? order by position limit ?'),
    // The counter of AUTOINCREMENT: the newest entry's position, even when it was pruned.
    last: database.prepare("select seq from sqlite_sequence where name = 'entries'"),
    projected: database.prepare('select position from projection'),
    markProjected: database.prepare('update projection set position = max(position, ?)'),
    // Entries lie in order of time but for small jumps of the clock: looking at the oldest few
    // hundred is enough, and costs the same whatever the journal's size.
    pruneEntries: database.prepare(
      `delete from entries where position in (
         select position from (
           select position, at from entries
           where position <= (select position from projection) order by position limit ?
         ) where at < ?)`,
    ),
    pruneStreams: database.prepare(
      `delete from streams where closed = 1
         and last_position < (select coalesce(min(position), 0) from entries)`,
    ),
    nextNumber: database.prepare(
      `insert into numbers (region, year, last) values (?, ?, 1)
       on conflict (region, year) do update set last = last + 1 returning last`,
    ),
    raiseNumber: database.prepare(
      `insert into numbers (region, year, last) values (?, ?, ?)
       on conflict (region, year) do update set last = max(last, excluded.last)`,
    ),
  };
}

function storedEntry(row: Record<string, unknown>): StoredEntry {
  return {
    position: Number(row['position']),
    id: String(row['id']),
    at: Number(row['at']),
    stream: String(row['stream']),
    event: JSON.parse(String(row['event'])) as { type: string },
    state: JSON.parse(String(row['state'])) as unknown,
    closed: row['closed'] === 1,
  };
}

function attempt<T>(action: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new JournalFailed(action, cause);
  }
}

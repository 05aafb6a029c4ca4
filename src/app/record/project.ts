import { SECOND } from '../../domain/shared/time.ts';
import type { Journal } from '../../ports/journal.ts';
import type { RecordStore } from '../../ports/record-store.ts';
import type { Clock, Log } from '../../ports/system.ts';

export interface ProjectionDeps {
  readonly journal: Pick<Journal, 'read' | 'lastPosition' | 'projectedPosition' | 'markProjected'>;
  readonly record: Pick<RecordStore, 'write'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called after each batch with the signals whose row or call may have changed. */
  readonly onProjected: (signalIds: readonly string[]) => void;
}

const BATCH = 200;
/** Entries of one busy moment travel together: deciding about calls comes first. */
const GATHER_MS = 25;
const FIRST_RETRY_MS = SECOND / 4;
const LONGEST_RETRY_MS = 5 * SECOND;

/**
 * Makes the record from the journal: whatever happens to the database, the journal waits and the
 * record catches up. Never throws out; says once when an outage begins and once when it ends.
 */
export class Projection {
  readonly #deps: ProjectionDeps;
  #running: Promise<void> | undefined;
  #woken = false;
  #closed = false;
  #retryMs = 0;
  #gathering = false;
  #cancelGathering: () => void = () => undefined;
  #cancelRetry: () => void = () => undefined;

  constructor(deps: ProjectionDeps) {
    this.#deps = deps;
  }

  /** There may be something to do. Cheap; call it after each append, and once at start. */
  wake(): void {
    this.#woken = true;
    // While the database is away its retry is the next look: a busy desk must not hammer it.
    if (this.#running || this.#closed || this.#retryMs > 0 || this.#gathering) return;
    this.#gathering = true;
    const { clock } = this.#deps;
    this.#cancelGathering = clock.at(clock.now() + GATHER_MS, () => {
      this.#gathering = false;
      if (!this.#closed) this.#start();
    });
  }

  /** Journal entries that the record does not hold yet. */
  behind(): number {
    const { journal } = this.#deps;
    return Math.max(0, journal.lastPosition() - journal.projectedPosition());
  }

  /** Finishes the batch under way, then rests. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelRetry();
    this.#cancelGathering();
    await this.#running;
  }

  #start(): void {
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      // What was appended between the last look and now.
      if (this.#woken) this.wake();
    });
  }

  async #run(): Promise<void> {
    this.#woken = false;
    try {
      while (!this.#closed && (await this.#projectBatch()));
      this.#recovered();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** False when there is nothing left. */
  async #projectBatch(): Promise<boolean> {
    const { journal, record, log, onProjected } = this.#deps;
    const entries = journal.read(journal.projectedPosition(), BATCH);
    const last = entries.at(-1);
    if (!last) return false;
    const { signalIds, refused } = await record.write(entries);
    for (const { id, reason } of refused) {
      log.error('The record set an entry aside that it cannot hold', { entryId: id, reason });
    }
    journal.markProjected(last.position);
    this.#recovered();
    if (signalIds.length > 0) onProjected(signalIds);
    return true;
  }

  #failed(error: unknown): void {
    const { log, clock } = this.#deps;
    if (this.#retryMs === 0)
      log.warn('The record is away: the journal keeps everything', { error });
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2 || FIRST_RETRY_MS);
    if (this.#closed) return;
    // A failed run has work left: it is woken by its retry alone.
    this.#woken = false;
    this.#cancelRetry = clock.at(clock.now() + this.#retryMs, () => {
      this.#start();
    });
  }

  #recovered(): void {
    if (this.#retryMs === 0) return;
    this.#retryMs = 0;
    this.#deps.log.info('The record is back and catches up');
  }
}

import type { Instant } from '../../domain/shared/time.ts';
import type { Clock } from '../../ports/system.ts';
import { Deltas } from './deltas.ts';

/** Changes within this time of the first one travel together. */
const FLUSH_AFTER_MS = 50;
/** Three times shorter than the silence that a page calls stale. */
const BEAT_EVERY_MS = 2_000;

const GONE = Symbol('gone');

export interface FeedDeps {
  readonly clock: Clock;
  /** Unguessable and new for each feed: a page that remembers another epoch starts afresh. */
  readonly epoch: string;
  /** Told when the last listener has left. */
  readonly idle?: () => void;
}

/** Receives each frame as the JSON text of `contract/feed.ts`. */
export type FeedListener = (frame: string) => void;

/**
 * A table of keyed rows that many pages mirror.
 *
 * Each row is serialised at most once per flush however often it changed and however many listen;
 * a flush in which nothing really changed makes no frame. A row that was put belongs to the feed:
 * it must not be changed in place afterwards.
 */
export class Feed {
  readonly #deps: FeedDeps;
  /** Each row as JSON text, as the latest frame left it. */
  readonly #rows = new Map<string, string>();
  readonly #pending = new Map<string, unknown>();
  readonly #listeners = new Set<FeedListener>();
  readonly #deltas = new Deltas();
  #rowsText: string | undefined;
  #cancelFlush: (() => void) | undefined;
  #cancelBeat: (() => void) | undefined;

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  get listening(): number {
    return this.#listeners.size;
  }

  put(key: string, row: unknown): void {
    this.#pending.set(key, row);
    this.#flushSoon();
  }

  remove(key: string): void {
    if (!this.#rows.has(key) && !this.#pending.has(key)) return;
    this.#pending.set(key, GONE);
    this.#flushSoon();
  }

  /** Makes the rows under a prefix (`agent/`) exactly these. */
  replace(prefix: string, rows: ReadonlyMap<string, unknown>): void {
    for (const key of [...this.#rows.keys(), ...this.#pending.keys()]) {
      if (key.startsWith(prefix) && !rows.has(key)) this.remove(key);
    }
    for (const [key, row] of rows) this.put(key, row);
  }

  /**
   * What a newcomer must receive before the frames that follow: only the deltas it missed when it
   * names this feed's epoch and a number that is still remembered; otherwise a snapshot.
   */
  catchUp(epoch?: string, after?: number): readonly string[] {
    if (epoch === this.#deps.epoch && after !== undefined) {
      const missed = this.#deltas.after(after);
      if (missed) return [...missed, this.#beatFrame()];
    }
    return [this.#snapshotFrame()];
  }

  /** Listens to every later frame. Answers how to stop. */
  listen(listener: FeedListener): () => void {
    this.#listeners.add(listener);
    this.#cancelBeat ??= this.#beatAt(this.#deps.clock.now() + BEAT_EVERY_MS);
    return () => {
      if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return;
      this.#cancelBeat?.();
      this.#cancelBeat = undefined;
      this.#deps.idle?.();
    };
  }

  /** Sends what is pending now rather than soon. */
  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const put: string[] = [];
    const gone: string[] = [];
    for (const [key, row] of this.#pending) {
      if (row === GONE) {
        if (this.#rows.delete(key)) gone.push(JSON.stringify(key));
        continue;
      }
      const text = JSON.stringify(row);
      if (this.#rows.get(key) === text) continue;
      this.#rows.set(key, text);
      put.push(`${JSON.stringify(key)}:${text}`);
    }
    this.#pending.clear();
    if (put.length + gone.length === 0) return;
    this.#rowsText = undefined;
    this.#tell(this.#deltas.add(put, gone));
  }

  /** Stops its timers; nobody is told anything more. Idempotent. */
  close(): void {
    this.#cancelFlush?.();
    this.#cancelBeat?.();
    this.#cancelFlush = undefined;
    this.#cancelBeat = undefined;
    this.#listeners.clear();
    this.#pending.clear();
  }

  #flushSoon(): void {
    this.#cancelFlush ??= this.#deps.clock.at(this.#deps.clock.now() + FLUSH_AFTER_MS, () => {
      this.flush();
    });
  }

  #beatAt(moment: Instant): () => void {
    return this.#deps.clock.at(moment, () => {
      this.#cancelBeat = this.#beatAt(this.#deps.clock.now() + BEAT_EVERY_MS);
      this.#tell(this.#beatFrame());
    });
  }

  #tell(frame: string): void {
    for (const listener of this.#listeners) listener(frame);
  }

  #beatFrame(): string {
    return `{"type":"beat","seq":${String(this.#deltas.seq)},"now":${String(this.#deps.clock.now())}}`;
  }

  #snapshotFrame(): string {
    this.#rowsText ??= [...this.#rows]
      .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
      .join(',');
    const head = `"epoch":${JSON.stringify(this.#deps.epoch)},"seq":${String(this.#deltas.seq)}`;
    return `{"type":"snapshot",${head},"now":${String(this.#deps.clock.now())},"rows":{${this.#rowsText}}}`;
  }
}

import type { Instant } from '../../src/domain/shared/time.ts';
import type { Clock } from '../../src/ports/system.ts';

/** A clock that moves only when the story says so; what is due runs in order, at its own moment. */
export class StoryClock implements Clock {
  #now: Instant;
  readonly #due = new Set<{ at: Instant; action: () => void }>();

  constructor(now: Instant = Date.UTC(2026, 0, 15, 12)) {
    this.#now = now;
  }

  /** How many actions are still to come: a closed thing leaves none behind. */
  get pending(): number {
    return this.#due.size;
  }

  now(): Instant {
    return this.#now;
  }

  at(moment: Instant, action: () => void): () => void {
    const entry = { at: moment, action };
    this.#due.add(entry);
    return () => {
      this.#due.delete(entry);
    };
  }

  pass(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = [...this.#due]
        .filter(({ at }) => at <= until)
        .sort((a, b) => a.at - b.at)
        .at(0);
      if (!next) break;
      this.#due.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.action();
    }
    this.#now = until;
  }
}

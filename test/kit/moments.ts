import type { Instant } from '../../src/domain/shared/time.ts';
import type { Clock } from '../../src/ports/system.ts';

/** A clock that moves only when the story says so. */
export class StoryClock implements Clock {
  #now: Instant;
  #waiting: { readonly moment: Instant; readonly action: () => void }[] = [];

  constructor(now: Instant) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  at(moment: Instant, action: () => void): () => void {
    const entry = { moment, action };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry);
    };
  }

  /** Moves on and does what is due, oldest first. */
  pass(ms: number): void {
    this.#now += ms;
    const due = this.#waiting.filter(({ moment }) => moment <= this.#now);
    this.#waiting = this.#waiting.filter(({ moment }) => moment > this.#now);
    for (const { action } of due.toSorted((a, b) => a.moment - b.moment)) action();
  }
}

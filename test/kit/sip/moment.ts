import { SipFailure } from './failure.ts';

type Waiter<T> = { resolve: (value: T) => void; reject: (error: Error) => void };

/**
 * Something that happens at most once: an answer, an end, a cancel. Those who wait before and
 * those who ask after get the same value. A failure nobody waits for bothers nobody.
 */
export class Moment<T> {
  readonly #what: string;
  readonly #lastSeen: () => string;
  readonly #waiters = new Set<Waiter<T>>();
  #outcome: { value: T } | { error: Error } | undefined;

  constructor(what: string, lastSeen: () => string) {
    this.#what = what;
    this.#lastSeen = lastSeen;
  }

  get settled(): boolean {
    return this.#outcome !== undefined;
  }

  happen(value: T): void {
    if (this.#outcome) return;
    this.#outcome = { value };
    for (const waiter of this.#waiters) waiter.resolve(value);
    this.#waiters.clear();
  }

  fail(error: Error): void {
    if (this.#outcome) return;
    this.#outcome = { error };
    for (const waiter of this.#waiters) waiter.reject(error);
    this.#waiters.clear();
  }

  /** Waits at most `withinMs`; rejects with `sip-timeout`, naming what was awaited and last seen. */
  within(withinMs: number): Promise<T> {
    const outcome = this.#outcome;
    if (outcome) {
      return 'value' in outcome ? Promise.resolve(outcome.value) : Promise.reject(outcome.error);
    }
    return new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(timeoutOf(this.#what, withinMs, this.#lastSeen()));
      }, withinMs);
      const waiter: Waiter<T> = {
        resolve: (value) => {
          clearTimeout(timer);
          resolve(value);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#waiters.add(waiter);
    });
  }
}

/** The one wording of a time-out. */
export function timeoutOf(what: string, withinMs: number, lastSeen: string): SipFailure {
  return new SipFailure(
    'sip-timeout',
    `Waited ${String(withinMs)} ms for ${what}; last seen: ${lastSeen}`,
    { what, withinMs, lastSeen },
  );
}

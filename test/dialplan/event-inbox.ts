/** The part of an ARI event that these tests look at. */
export type AriEvent = {
  readonly type: string;
  readonly channel?: { readonly id: string };
  readonly args?: readonly string[];
};

type Waiting<T> = { wanted: (event: T) => boolean; resolve: (event: T) => void };

/** Events in the order of their arrival, each taken once by whoever waits for its kind. */
export class EventInbox<T> {
  readonly #events: T[] = [];
  readonly #waiting: Waiting<T>[] = [];

  take(event: T): void {
    const at = this.#waiting.findIndex(({ wanted }) => wanted(event));
    if (at < 0) this.#events.push(event);
    else this.#waiting.splice(at, 1)[0]?.resolve(event);
  }

  /** The first event of this kind that nobody took, or the next. Rejects after `withinMs`. */
  next(wanted: (event: T) => boolean, withinMs: number): Promise<T> {
    const at = this.#events.findIndex(wanted);
    const [ready] = at < 0 ? [] : this.#events.splice(at, 1);
    if (ready !== undefined) return Promise.resolve(ready);
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        reject(new Error(`Not heard in ${withinMs} ms; heard: ${JSON.stringify(this.#events)}`));
      }, withinMs);
      this.#waiting.push({
        wanted,
        resolve: (event) => {
          clearTimeout(deadline);
          resolve(event);
        },
      });
    });
  }
}

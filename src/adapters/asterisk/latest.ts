/**
 * Asks again whenever something changed, one question at a time: changes during a question are
 * covered by one more question after it.
 */
export class Latest {
  readonly #ask: () => Promise<void>;
  readonly #failed: (cause: unknown) => void;
  #asking: Promise<void> | undefined;
  #changes = 0;

  constructor(ask: () => Promise<void>, failed: (cause: unknown) => void) {
    this.#ask = ask;
    this.#failed = failed;
  }

  /** Resolves when an answer that is newer than this call has been told, or could not be had. */
  refresh(): Promise<void> {
    this.#changes += 1;
    this.#asking ??= this.#askUntilQuiet().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askUntilQuiet(): Promise<void> {
    let covered: number;
    do {
      covered = this.#changes;
      await this.#ask().catch(this.#failed);
    } while (covered !== this.#changes);
  }
}

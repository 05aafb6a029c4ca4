/**
 * Asks again whenever something changed, one question at a time: changes during a question are
 * covered by one more question after it.
 */
export class Latest {
  readonly #ask: () => Promise<void>;
  readonly #failed: (cause: unknown) => void;
  #asking: Promise<void> | undefined;
  #again = false;

  constructor(ask: () => Promise<void>, failed: (cause: unknown) => void) {
    this.#ask = ask;
    this.#failed = failed;
  }

  /** Resolves when an answer that is newer than this call has been told, or could not be had. */
  refresh(): Promise<void> {
    if (this.#asking !== undefined) {
      this.#again = true;
      return this.#asking;
    }
    this.#asking = this.#askUntilQuiet().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #askUntilQuiet(): Promise<void> {
    do {
      this.#again = false;
      await this.#ask().catch(this.#failed);
    } while (this.#again);
  }
}

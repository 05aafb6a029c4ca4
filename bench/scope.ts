type End = () => Promise<unknown> | undefined;

/**
 * What was started, and how it ends: in reverse order, once, whether the run succeeded, failed or
 * was interrupted. Register the end of a thing before you wait for its start.
 */
export class Scope {
  readonly #ends: End[] = [];
  #closing: Promise<void> | undefined;

  get closing(): boolean {
    return this.#closing !== undefined;
  }

  defer(end: End): void {
    this.#ends.push(end);
  }

  /** Rejects with the first failure, after everything has been tried. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const failures: unknown[] = [];
    for (let end = this.#ends.pop(); end !== undefined; end = this.#ends.pop()) {
      try {
        await end();
      } catch (cause) {
        failures.push(cause);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Something could not be ended');
  }
}

/** How far back a page may have slept: at most 20 a second come, so at least 50 s. */
const KEPT = 1_024;
/** Characters kept at most: a page that missed more is better served with a snapshot. */
const KEPT_CHARACTERS = 1_000_000;

/** Numbers the changes of a feed and remembers the latest of them as the text that was sent. */
export class Deltas {
  #seq = 0;
  #kept: string[] = [];
  #characters = 0;

  /** The number of the latest delta; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** Makes the next delta from `"key":row` pairs and JSON keys; answers its text. */
  add(put: readonly string[], gone: readonly string[]): string {
    this.#seq += 1;
    const frame = `{"type":"delta","seq":${String(this.#seq)},"put":{${put.join(',')}},"gone":[${gone.join(',')}]}`;
    this.#kept.push(frame);
    this.#characters += frame.length;
    while (this.#kept.length > KEPT || this.#characters > KEPT_CHARACTERS) {
      this.#characters -= this.#kept.shift()?.length ?? 0;
    }
    return frame;
  }

  /** Every delta after a number, oldest first; undefined when some of them are forgotten. */
  after(seq: number): readonly string[] | undefined {
    const missed = this.#seq - seq;
    if (missed < 0 || missed > this.#kept.length) return undefined;
    return this.#kept.slice(this.#kept.length - missed);
  }
}

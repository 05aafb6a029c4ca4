/** What is under way about one channel or bridge. */
interface UnderWay {
  lane: number;
  count: number;
  last: Promise<unknown>;
}

/**
 * Spreads work over a number of lanes (each does its work in order) so that works which touch the
 * same thing keep their order: while one is under way, the next about the same thing takes the same
 * lane. Only a work that touches things in different lanes has to wait.
 */
export class Lanes {
  readonly #underWay = new Map<string, UnderWay>();
  readonly #load: number[];

  constructor(lanes: number) {
    this.#load = Array.from({ length: lanes }, () => 0);
  }

  run<Result>(
    touches: readonly string[],
    work: (lane: number) => Promise<Result>,
  ): Promise<Result> {
    const lane = this.#laneFor(touches);
    if (lane !== undefined) return this.#runIn(lane, touches, work);
    const others = touches.flatMap((thing) => this.#underWay.get(thing)?.last ?? []);
    return Promise.allSettled(others).then(() => this.run(touches, work));
  }

  /** Undefined: the things are in different lanes. */
  #laneFor(touches: readonly string[]): number | undefined {
    let lane: number | undefined;
    for (const thing of touches) {
      const other = this.#underWay.get(thing);
      if (other === undefined) continue;
      if (lane !== undefined && lane !== other.lane) return undefined;
      lane = other.lane;
    }
    return lane ?? this.#emptiest();
  }

  #emptiest(): number {
    let best = 0;
    for (let lane = 1; lane < this.#load.length; lane += 1) {
      if ((this.#load[lane] ?? 0) < (this.#load[best] ?? 0)) best = lane;
    }
    return best;
  }

  #runIn<Result>(
    lane: number,
    touches: readonly string[],
    work: (lane: number) => Promise<Result>,
  ): Promise<Result> {
    this.#load[lane] = (this.#load[lane] ?? 0) + 1;
    const result = work(lane);
    for (const thing of touches) {
      const known = this.#underWay.get(thing);
      if (known === undefined) this.#underWay.set(thing, { lane, count: 1, last: result });
      else {
        known.count += 1;
        known.last = result;
      }
    }
    const over = (): void => {
      this.#load[lane] = (this.#load[lane] ?? 1) - 1;
      for (const thing of touches) this.#finished(thing);
    };
    result.then(over, over);
    return result;
  }

  #finished(thing: string): void {
    const known = this.#underWay.get(thing);
    if (known === undefined) return;
    known.count -= 1;
    if (known.count === 0) this.#underWay.delete(thing);
  }
}

import { performance } from 'node:perf_hooks';

/** Length of one audio frame. */
export const FRAME_MS = 20;

/** After a stall, at most this many frames are sent at once; the rest of the time is skipped. */
const CATCH_UP_FRAMES = 5;

type Member = { tick: () => void };

/**
 * One timer for all calls of the process: it runs only while somebody has joined, keeps to the
 * monotonic clock and so does not drift.
 */
export class FrameClock {
  readonly #members = new Set<Member>();
  #timer: NodeJS.Timeout | undefined;
  #nextAt = 0;

  join(member: Member): void {
    this.#members.add(member);
    if (this.#timer) return;
    this.#nextAt = performance.now() + FRAME_MS;
    this.#arm();
  }

  leave(member: Member): void {
    this.#members.delete(member);
    if (this.#members.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #arm(): void {
    const waitMs = Math.max(0, this.#nextAt - performance.now());
    this.#timer = setTimeout(() => {
      this.#run();
    }, waitMs);
  }

  #run(): void {
    const late = Math.floor((performance.now() - this.#nextAt) / FRAME_MS);
    if (late > CATCH_UP_FRAMES) this.#nextAt += (late - CATCH_UP_FRAMES) * FRAME_MS;
    while (this.#nextAt <= performance.now() + 1) {
      for (const member of this.#members) member.tick();
      this.#nextAt += FRAME_MS;
    }
    if (this.#members.size > 0) this.#arm();
    else this.#timer = undefined;
  }
}

/** The clock that all calls of this process share. */
export const frameClock = new FrameClock();

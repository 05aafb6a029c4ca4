import type { Instant } from '../../domain/shared/time.ts';
import type { Clock } from '../../ports/system.ts';

/** `setTimeout` counts in a signed 32-bit number; a longer delay would fire at once. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's own clock. */
export class SystemClock implements Clock {
  now(): Instant {
    return Date.now();
  }

  at(moment: Instant, action: () => void): () => void {
    let timer: NodeJS.Timeout;
    const arm = () => {
      const leftMs = moment - Date.now();
      timer =
        leftMs > LONGEST_TIMEOUT_MS
          ? setTimeout(arm, LONGEST_TIMEOUT_MS)
          : setTimeout(action, Math.max(0, leftMs));
    };
    arm();
    return () => {
      clearTimeout(timer);
    };
  }
}

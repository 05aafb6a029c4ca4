import { RecordAway } from '../../ports/record-away.ts';
import type { Clock } from '../../ports/system.ts';

/**
 * Waits for the record no longer than `limitMs`. Rejects with {@link RecordAway} when it is late
 * or fails in a way that is not a refusal of ours.
 */
export async function within<T>(clock: Clock, limitMs: number, answer: Promise<T>): Promise<T> {
  let cancel: (() => void) | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.at(clock.now() + limitMs, () => {
      reject(new RecordAway());
    });
  });
  try {
    return await Promise.race([answer, late]);
  } catch (cause) {
    throw cause instanceof RecordAway ? cause : new RecordAway({ cause });
  } finally {
    cancel?.();
  }
}

import { afterEach, expect, it, vi } from 'vitest';
import { sweepSessions } from '../../src/jobs/sweep-sessions.ts';
import { HOUR } from '../../src/domain/shared/time.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('ended sessions are removed every hour, also after an hour in which the record was away', async () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 12) });
  const logged: string[] = [];
  const note = (message: string): void => void logged.push(message);
  const removeExpired = vi
    .fn<(now: number) => Promise<void>>()
    .mockRejectedValueOnce(new Error('away'))
    .mockResolvedValue();
  const sweep = sweepSessions({
    sessions: { removeExpired },
    clock: { now: () => Date.now() },
    log: { info: note, warn: note, error: note },
  });
  await vi.advanceTimersByTimeAsync(2 * HOUR);
  expect(removeExpired).toHaveBeenCalledTimes(2);
  expect(logged).toHaveLength(1);
  await sweep.stop();
  await vi.advanceTimersByTimeAsync(2 * HOUR);
  expect(removeExpired).toHaveBeenCalledTimes(2);
});

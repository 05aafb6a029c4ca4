import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tickDeadlines, type Tick } from '../../src/jobs/fire-deadlines.ts';

let logged: string[];
let tick: Tick | undefined;
const note = (message: string): void => void logged.push(message);
const log = { info: note, warn: note, error: note };

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 23, 12) });
  logged = [];
});
afterEach(async () => {
  await tick?.stop();
  vi.useRealTimers();
});

describe('the deadline tick', () => {
  it('looks every second, and never while it still looks', async () => {
    const finish: (() => void)[] = [];
    const fireDueDeadlines = vi.fn(
      () =>
        new Promise<number>((done) => {
          finish.push(() => {
            done(0);
          });
        }),
    );
    tick = tickDeadlines({ fireDueDeadlines, log });
    await vi.advanceTimersByTimeAsync(5_000);
    expect(fireDueDeadlines).toHaveBeenCalledTimes(1);
    finish[0]?.();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(fireDueDeadlines).toHaveBeenCalledTimes(2);
    finish[1]?.();
  });

  it('goes on while the record is away, and says so once', async () => {
    let away = true;
    const fireDueDeadlines = vi.fn(() =>
      away ? Promise.reject(new Error('away')) : Promise.resolve(0),
    );
    tick = tickDeadlines({ fireDueDeadlines, log });
    await vi.advanceTimersByTimeAsync(4_500);
    expect(fireDueDeadlines.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(logged).toHaveLength(1);
    away = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(logged).toHaveLength(2);
  });

  it('looks no more once it is stopped', async () => {
    const fireDueDeadlines = vi.fn(() => Promise.resolve(0));
    tick = tickDeadlines({ fireDueDeadlines, log });
    await tick.stop();
    await tick.stop();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(fireDueDeadlines).not.toHaveBeenCalled();
  });
});

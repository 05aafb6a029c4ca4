import { schedule } from 'node-cron';
import type { Instant } from '../domain/shared/time.ts';
import type { Clock, Log } from '../ports/system.ts';
import type { SessionsStore } from '../ports/sessions-store.ts';
import type { Tick } from './fire-deadlines.ts';

export interface SessionSweepDeps {
  readonly sessions: Pick<SessionsStore, 'removeExpired'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** Removes sessions that have ended from the record, every hour. They were worth nothing already. */
export function sweepSessions({ sessions, clock, log }: SessionSweepDeps): Tick {
  let running: Promise<void> = Promise.resolve();
  const sweep = async (now: Instant): Promise<void> => {
    try {
      await sessions.removeExpired(now);
    } catch (error) {
      log.warn('Ended sessions stay in the record until the next hour', { error });
    }
  };
  const task = schedule('17 * * * *', () => {
    running = sweep(clock.now());
  });
  return {
    async stop() {
      await task.destroy();
      await running;
    },
  };
}

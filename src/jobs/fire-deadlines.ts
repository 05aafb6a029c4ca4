import { schedule } from 'node-cron';
import type { Log } from '../ports/system.ts';

export interface DeadlineTickDeps {
  /** Fires what is due; rejects when the record is away. */
  readonly fireDueDeadlines: () => Promise<number>;
  readonly log: Log;
}

export interface Tick {
  /** No further tick; resolves when the one under way is done. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Looks every second for deadlines that are due. A tick that takes longer makes the next ones wait;
 * one that is lost costs a second, for the deadline is a row and stays due.
 */
export function tickDeadlines({ fireDueDeadlines, log }: DeadlineTickDeps): Tick {
  let running: Promise<void> | undefined;
  let failing = false;
  const fire = async (): Promise<void> => {
    try {
      await fireDueDeadlines();
      if (failing) log.info('Deadlines are fired again');
      failing = false;
    } catch (error) {
      if (!failing) log.warn('Deadlines wait for the record', { error });
      failing = true;
    }
  };
  const task = schedule('* * * * * *', () => {
    running ??= fire().finally(() => {
      running = undefined;
    });
  });
  return {
    async stop() {
      await task.destroy();
      await running;
    },
  };
}

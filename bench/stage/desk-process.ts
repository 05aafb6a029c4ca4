import { fork } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stopProcess } from '../../src/local/processes.ts';
import { SECOND } from '../../src/domain/shared/time.ts';
import type { BenchContext } from '../benchmark.ts';
import type { DeskSettings } from './desk-settings.ts';
import type { BenchSwitch } from './switch.ts';

const READY_WITHIN_MS = 20 * SECOND;

/** Something of ours that decides about calls, in its own process. */
export interface OursProcess {
  readonly pid: number;
}

/** Starts the desk in a process of its own; resolves when calls reach it. */
export async function startDesk(
  { scope }: BenchContext,
  on: BenchSwitch,
  rules: Pick<DeskSettings, 'agents' | 'wrapUpMs'>,
): Promise<OursProcess> {
  const logPath = join(on.dataDir, 'desk.log');
  const settings: DeskSettings = {
    ari: on.ari,
    journalPath: join(on.dataDir, 'journal.sqlite'),
    ...rules,
  };
  const log = openSync(logPath, 'a', 0o600);
  const child = fork(join(import.meta.dirname, 'desk-child.ts'), [JSON.stringify(settings)], {
    stdio: ['ignore', log, log, 'ipc'],
    // `BENCH_NODE_OPTIONS=--cpu-prof` shows where our own time goes.
    execArgv: (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean),
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error('The desk cannot be run');
  scope.defer(() => stopProcess(pid, 5 * SECOND));
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string): void => {
      reject(new Error(`The desk ${why}: ${readFileSync(logPath, 'utf8').slice(-2000)}`));
    };
    const late = setTimeout(() => {
      fail('is not ready in time');
    }, READY_WITHIN_MS);
    child.once('message', () => {
      clearTimeout(late);
      resolve();
    });
    child.once('exit', (code) => {
      clearTimeout(late);
      fail(`ended with code ${String(code)}`);
    });
  });
  return { pid };
}

import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { know, stillLives, type KnownProcess } from './lock.ts';
import { stopProcess } from './processes.ts';

const STOP_GRACE_MS = 5000;
const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 5000;
/** A service that lived this long is healthy: the next restart is a quick one again. */
const HEALTHY_AFTER_MS = 10_000;
/** So many quick deaths before it ever came up mean that it never will. */
const HOPELESS_AFTER = 5;

export type ServiceSettings = {
  readonly dataDir: string;
  /** Absolute path of the program's TypeScript. */
  readonly program: string;
  /** The whole environment of the service. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly say: (sentence: string) => void;
  /** It died again and again before it was ever up; the last lines that it wrote. */
  readonly hopeless: (lastLines: string) => void;
};

export type ServiceProcess = {
  /** Asks it to stop, waits, and starts it no more. Idempotent. */
  stop(): Promise<void>;
};

/** Stops a service that a killed supervisor left behind; its calls stay in Asterisk. */
export async function stopLeftoverService(dataDir: string): Promise<void> {
  const path = join(dataDir, 'service.pid.json');
  if (!existsSync(path)) return;
  const left = readKnown(path);
  if (left && stillLives(left)) await stopProcess(left.pid, STOP_GRACE_MS);
  rmSync(path, { force: true });
  rmSync(join(dataDir, 'running.json'), { force: true });
}

/** Keeps the service running until `stop()`: a dead one is replaced within 300 ms, then slower. */
export function keepService(settings: ServiceSettings): ServiceProcess {
  const { dataDir, say } = settings;
  const pidPath = join(dataDir, 'service.pid.json');
  const runningPath = join(dataDir, 'running.json');
  const logPath = join(dataDir, 'service.log');
  let stopping = false;
  let everUp = false;
  let deaths = 0;
  let pid: number | null = null;
  let timer: NodeJS.Timeout | undefined;

  const start = (): void => {
    const log = openSync(logPath, 'a', 0o600);
    const startedAt = performance.now();
    const child = spawn(process.execPath, [settings.program], {
      env: settings.environment,
      stdio: ['ignore', log, log],
      // A session of its own: Ctrl-C reaches it only through us, in the right order.
      detached: true,
    });
    closeSync(log);
    pid = child.pid ?? null;
    if (pid !== null) writeFileSync(pidPath, JSON.stringify(know(pid)), { mode: 0o600 });
    child.once('error', (cause) => {
      say(`The service cannot be run: ${cause.message}`);
    });
    child.once('exit', (code, signal) => {
      pid = null;
      everUp ||= existsSync(runningPath);
      rmSync(runningPath, { force: true });
      if (stopping) return;
      deaths = performance.now() - startedAt > HEALTHY_AFTER_MS ? 1 : deaths + 1;
      if (!everUp && deaths >= HOPELESS_AFTER) {
        settings.hopeless(lastLines(logPath));
        return;
      }
      say(`The service ended (${signal ?? `code ${code ?? '?'}`}); starting it again`);
      timer = setTimeout(start, Math.min(FIRST_DELAY_MS * 2 ** (deaths - 1), LONGEST_DELAY_MS));
    });
  };
  start();

  return {
    async stop() {
      stopping = true;
      clearTimeout(timer);
      if (pid !== null) await stopProcess(pid, STOP_GRACE_MS);
      rmSync(pidPath, { force: true });
      rmSync(runningPath, { force: true });
    },
  };
}

function readKnown(path: string): KnownProcess | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as KnownProcess;
  } catch (cause) {
    // Half written by a killed supervisor: there is nobody to find by it.
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function lastLines(path: string): string {
  return readFileSync(path, 'utf8').trim().split('\n').slice(-8).join('\n');
}

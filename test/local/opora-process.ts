import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../src/local/processes.ts';
import { freePort } from '../../src/local/ports.ts';

/** One `npm start` with a stand-in for the service, watched from outside. */
export type OporaProcess = {
  readonly child: ChildProcess;
  /** Everything printed so far. */
  said(): string;
  /** Resolves when `text` was printed; rejects with everything printed after 60 s. */
  hears(text: string): Promise<void>;
  /** The exit code once it ended. */
  readonly ended: Promise<number | null>;
};

/** A data folder and ports of its own; a foreign Asterisk is named, so that none is started. */
export async function ownEnvironment(): Promise<Record<string, string>> {
  return {
    DATA_DIR: mkdtempSync(join(tmpdir(), 'opora-start-')),
    HTTP_PORT: String(await freePort()),
    DATABASE_PORT: String(await freePort()),
    ARI_URL: 'http://127.0.0.1:9',
    ARI_USER: 'opora',
    ARI_PASSWORD: 'not-needed',
    AMI_USER: 'opora',
    AMI_PASSWORD: 'not-needed',
  };
}

export function startOpora(environment: Record<string, string>): OporaProcess {
  const program = join(import.meta.dirname, 'stand-in/start.ts');
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return {
    child,
    said: () => said,
    hears: async (text) => {
      if (await until(() => said.includes(text), 60_000)) return;
      throw new Error(`"${text}" was not printed, but: ${said}`);
    },
    ended: new Promise((done) => child.once('close', done)),
  };
}

/** The process ids of the parts, as their own files tell them. */
export function partsOf(dataDir: string): { service: number; postgres: number } {
  const running = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as {
    pid: number;
  };
  const pidFile = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8');
  return { service: running.pid, postgres: Number(pidFile.split('\n')[0]) };
}

/** Waits until a service other than `before` says that it runs; returns its id. */
export async function nextService(dataDir: string, before: number): Promise<number> {
  const path = join(dataDir, 'running.json');
  let pid = before;
  const came = await until(() => {
    if (existsSync(path)) {
      const found = /"pid":(\d+)/.exec(readFileSync(path, 'utf8'));
      if (found) pid = Number(found[1]);
    }
    return pid !== before;
  }, 10_000);
  if (!came) throw new Error('No new service came up.');
  return pid;
}

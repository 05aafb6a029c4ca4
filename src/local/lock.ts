import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isAlive, startOf, stopProcess, until } from './processes.ts';

const LEAVES_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 250;

const processSchema = z.object({ pid: z.number().int(), started: z.string() });
const holderSchema = processSchema.extend({ launchers: z.array(processSchema) });

/** A process that cannot be confused with a later one of the same id. */
export type KnownProcess = z.infer<typeof processSchema>;

/** Somebody else supervises this data folder. */
export class AlreadyRunning extends Error {
  readonly code = 'already-running';

  constructor(dataDir: string, pid: number) {
    super(
      `Opora already runs on ${dataDir} (process ${pid}): stop it, or set DATA_DIR and the ports for a second copy.`,
    );
    this.name = 'AlreadyRunning';
  }
}

/** The process with this id as it is now. */
export function know(pid: number): KnownProcess {
  return { pid, started: startOf(pid) };
}

/** True when exactly that process still lives. */
export function stillLives({ pid, started }: KnownProcess): boolean {
  return isAlive(pid) && startOf(pid) === started;
}

/** Calls back once when one of these processes has ended. */
export function whenAnyGone(pids: readonly number[], gone: () => void): void {
  const known = pids.map(know);
  const timer = setInterval(() => {
    if (known.every(stillLives)) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY_MS);
  timer.unref();
}

/**
 * Makes this process the only supervisor of `dataDir` and returns how to give that up. A lock of
 * a dead supervisor is taken over; so is a supervisor whose launchers (npm, the set-up) were
 * killed: nobody can press Ctrl-C for it any more. Throws {@link AlreadyRunning}.
 */
export async function takeLock(dataDir: string, launchers: readonly number[]): Promise<() => void> {
  const path = join(dataDir, 'supervisor.json');
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const me = { ...know(process.pid), launchers: launchers.map(know) };
  writeFileSync(draft, JSON.stringify(me), { mode: 0o600 });
  try {
    while (!claim(draft, path)) await clear(path, dataDir);
  } finally {
    rmSync(draft);
  }
  return () => {
    if (readHolder(path)?.pid === process.pid) rmSync(path, { force: true });
  };
}

function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

async function clear(path: string, dataDir: string): Promise<void> {
  const holder = readHolder(path);
  if (holder && stillLives(holder)) {
    if (holder.launchers.every(stillLives)) throw new AlreadyRunning(dataDir, holder.pid);
    // It is on its way out, see `whenAnyGone`; one that hangs is replaced, its servers taken over.
    await until(() => !stillLives(holder), LEAVES_WITHIN_MS);
    if (stillLives(holder)) await stopProcess(holder.pid, 0, 'SIGKILL');
  }
  rmSync(path, { force: true });
}

function readHolder(path: string): z.infer<typeof holderSchema> | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    // Gone in this moment, or cut off by a full disk: nobody's either way.
    if (cause instanceof Error) return null;
    throw cause;
  }
}

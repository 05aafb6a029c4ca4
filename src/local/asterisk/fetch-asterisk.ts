import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, until } from '../processes.ts';
import { findDebianMirror } from './apt-sources.ts';
import {
  type AsteriskInstall,
  cacheDir,
  describePrefix,
  findInCache,
  findOnPath,
} from './asterisk-install.ts';
import { makeDebianPrefix } from './debian-prefix.ts';
import { AsteriskUnavailable } from './problems.ts';

const PATIENCE_MS = 15 * 60_000;

/** Releases that lose calls, with the issues of the Asterisk project that tell of it. */
const DEFECTS: Readonly<Record<string, string>> = {
  '22.9.0': 'deadlocks (asterisk/asterisk#1962, #1946)',
  '22.11.0': 'losing calls (asterisk/asterisk#2134)',
};

/**
 * Finds or brings an Asterisk: one on the PATH (unless `ASTERISK_FETCH=always`), else the copy in
 * the user's cache, else a fresh copy of Debian's packages. `say` gets one line per step.
 * Throws {@link AsteriskUnavailable}.
 */
export async function fetchAsterisk(say: (line: string) => void): Promise<AsteriskInstall> {
  const own = process.env['ASTERISK_FETCH'] === 'always' ? null : findOnPath();
  const ready = own ?? findInCache();
  if (ready !== null) {
    const defect = DEFECTS[ready.version];
    if (defect !== undefined) say(`Asterisk: beware, ${ready.version} is known for ${defect}`);
    return ready;
  }
  const cache = cacheDir();
  mkdirSync(cache, { recursive: true });
  return await alone(join(cache, 'asterisk.lock'), say, async () => {
    // Whoever held the lock before us may have finished the work.
    const meanwhile = findInCache(cache);
    if (meanwhile !== null) return meanwhile;
    const version = await makeDebianPrefix(cache, debianMirror(), say);
    say(`Asterisk: ${version} is ready in ${cache}`);
    return describePrefix(join(cache, `asterisk-${version}`), version);
  });
}

function debianMirror(): { uri: string; keyrings: readonly string[] } {
  if (process.platform !== 'linux') throw new AsteriskUnavailable('this is not Linux');
  if (!/^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))) {
    throw new AsteriskUnavailable('the packages are taken from Debian and this is another system');
  }
  const mirror = findDebianMirror();
  if (mirror === null) throw new AsteriskUnavailable('the apt sources name no Debian mirror');
  return mirror;
}

/** Two checkouts that start at once must not download into the same folder. */
async function alone<T>(
  lock: string,
  say: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  // The first try may only have cleared a dead process's lock.
  if (!take(lock) && !take(lock)) {
    say('Asterisk: another start is fetching it, waiting');
    if (!(await until(() => take(lock), PATIENCE_MS))) {
      throw new AsteriskUnavailable(`another process holds ${lock}`);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Takes the lock unless a living process has it; a dead one's is cleared for the next try. */
function take(lock: string): boolean {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    // A link appears with its content: nobody ever reads a lock without its holder.
    linkSync(draft, lock);
    return true;
  } catch (cause) {
    if (!isError(cause, 'EEXIST')) throw cause;
  } finally {
    rmSync(draft);
  }
  const holder = holderOf(lock);
  if (holder !== null && !isAlive(holder)) rmSync(lock, { force: true });
  return false;
}

function holderOf(lock: string): number | null {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch (cause) {
    if (isError(cause, 'ENOENT')) return null;
    throw cause;
  }
}

function isError(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { AsteriskUnavailable } from './problems.ts';

/** An Asterisk that can be started: how to call it and where its read-only parts lie. */
export type AsteriskInstall = {
  /** For example `22.10.1`. */
  readonly version: string;
  /** Program and first arguments; a private copy runs through its own loader. */
  readonly command: readonly string[];
  readonly modulesDir: string;
  /** Sounds, music on hold, documentation, ARI descriptions. */
  readonly shareDir: string;
  readonly origin: 'path' | 'cache';
};

/** The oldest major release that we work with. */
export const OLDEST_MAJOR = 20;

/** By `dpkg --print-architecture`: the library folder and the loader inside it. */
const LOADERS: Readonly<Record<string, readonly [triplet: string, loader: string]>> = {
  amd64: ['x86_64-linux-gnu', 'ld-linux-x86-64.so.2'],
  arm64: ['aarch64-linux-gnu', 'ld-linux-aarch64.so.1'],
};

/** `$XDG_CACHE_HOME/opora` or `~/.cache/opora`: shared by every checkout of this user. */
export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  const home = env['XDG_CACHE_HOME'];
  return join(home === undefined || home === '' ? join(homedir(), '.cache') : home, 'opora');
}

/** An Asterisk of the machine itself, at least {@link OLDEST_MAJOR}; null when there is none. */
export function findOnPath(env: NodeJS.ProcessEnv = process.env): AsteriskInstall | null {
  // Debian keeps it in /usr/sbin, which is not on the PATH of ordinary users.
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin'];
  const program = folders.map((dir) => join(dir, 'asterisk')).find((path) => existsSync(path));
  if (program === undefined) return null;
  const version = versionOf(execFileSync(program, ['-V'], { encoding: 'utf8', timeout: 10_000 }));
  if (Number.parseInt(version) < OLDEST_MAJOR) return null;
  const modulesDir = firstWith('app_dial.so', [
    ...configured('astmoddir'),
    ...Object.values(LOADERS).map(([triplet]) => `/usr/lib/${triplet}/asterisk/modules`),
    '/usr/lib/asterisk/modules',
    '/usr/lib64/asterisk/modules',
    '/usr/local/lib/asterisk/modules',
  ]);
  const shareDir = firstWith('documentation', [
    ...configured('astdatadir'),
    '/usr/share/asterisk',
    '/var/lib/asterisk',
  ]);
  if (modulesDir === null || shareDir === null) return null;
  return { version, command: [program], modulesDir, shareDir, origin: 'path' };
}

/** The newest copy that an earlier run put into the cache; null when there is none. */
export function findInCache(cache: string = cacheDir()): AsteriskInstall | null {
  if (!existsSync(cache)) return null;
  const versions = readdirSync(cache)
    .map((name) => /^asterisk-(\d+\.\d+\.\d+)$/.exec(name)?.[1])
    .filter((version) => version !== undefined)
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const newest = versions[0];
  return newest === undefined ? null : describePrefix(join(cache, `asterisk-${newest}`), newest);
}

/** How to start the Asterisk whose Debian packages were unpacked into `prefix`. */
export function describePrefix(prefix: string, version: string): AsteriskInstall {
  const [triplet, loader] = loaderOfMachine();
  const libraries = join(prefix, 'usr/lib', triplet);
  return {
    version,
    command: [
      join(libraries, loader),
      '--library-path',
      `${libraries}:${join(libraries, 'asterisk')}`,
      join(prefix, 'usr/sbin/asterisk'),
    ],
    modulesDir: join(libraries, 'asterisk/modules'),
    shareDir: join(prefix, 'usr/share/asterisk'),
    origin: 'cache',
  };
}

/** `22.10.1` out of `Asterisk 22.10.1~dfsg+~cs6.17` or of a Debian package's version. */
export function versionOf(text: string): string {
  const version = /(\d+\.\d+\.\d+)/.exec(text)?.[1];
  if (version === undefined) throw new AsteriskUnavailable(`its version cannot be read: ${text}`);
  return version;
}

function loaderOfMachine(): readonly [string, string] {
  const name = execFileSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).trim();
  const loader = LOADERS[name];
  if (loader === undefined) throw new AsteriskUnavailable(`no copy is known for "${name}"`);
  return loader;
}

function configured(directory: string): string[] {
  const path = '/etc/asterisk/asterisk.conf';
  try {
    const text = readFileSync(path, 'utf8');
    const found = new RegExp(`^\\s*${directory}\\s*=>?\\s*(\\S+)`, 'm').exec(text)?.[1];
    return found === undefined ? [] : [found];
  } catch (cause) {
    // Missing or closed to us: the usual places are tried instead.
    if (cause instanceof Error && 'code' in cause) return [];
    throw cause;
  }
}

function firstWith(file: string, folders: readonly string[]): string | null {
  return folders.find((folder) => existsSync(join(folder, file))) ?? null;
}

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DebianMirror } from './apt-sources.ts';
import { versionOf } from './asterisk-install.ts';
import { DownloadProgress } from './download-progress.ts';
import { AsteriskUnavailable } from './problems.ts';

const SUITE = 'sid';
const UNPACKING = 'asterisk-unpacking-';

const PACKAGES = [
  'asterisk',
  'asterisk-modules',
  'asterisk-core-sounds-ru-wav',
  'asterisk-moh-opsound-wav',
  // The copy runs through its own loader, so that the machine's libc may be older.
  'libc6',
];

type Say = (line: string) => void;

/**
 * Downloads Debian's Asterisk with everything below it and unpacks it into
 * `cache/asterisk-<version>`; returns the version. Nothing is installed on the machine, root or not.
 * What a killed run has downloaded stays in `cache/asterisk-download` and is not fetched again;
 * the prefix appears whole or not at all.
 */
export async function makeDebianPrefix(
  cache: string,
  mirror: DebianMirror,
  say: Say,
): Promise<string> {
  const download = join(cache, 'asterisk-download');
  const apt = privateApt(download, mirror);
  say('Asterisk: reading the list of Debian packages');
  await run(['apt-get', 'update'], apt);
  const progress = new DownloadProgress(say);
  await run(['apt-get', '--download-only', '--assume-yes', 'install', ...PACKAGES], apt, (line) =>
    progress.read(line),
  );
  const archives = join(download, 'archives');
  const version = unpack(archives, cache, say);
  rmSync(download, { recursive: true, force: true });
  return version;
}

/** An apt that knows nothing of the machine's packages and writes nothing outside of `dir`. */
function privateApt(dir: string, mirror: DebianMirror): NodeJS.ProcessEnv {
  mkdirSync(join(dir, 'lists/partial'), { recursive: true });
  mkdirSync(join(dir, 'archives/partial'), { recursive: true });
  writeFileSync(join(dir, 'status'), '');
  const keyrings = mirror.keyrings.filter((path) => existsSync(path));
  const options = keyrings.length > 0 ? `[signed-by=${keyrings.join(',')}] ` : '';
  writeFileSync(join(dir, 'sources.list'), `deb ${options}${mirror.uri} ${SUITE} main\n`);
  const settings: Record<string, string> = {
    // The machine's own settings hold hooks that only root may run: none of them are read.
    'Dir::Etc::main': '/dev/null',
    'Dir::Etc::parts': '/dev/null',
    'Dir::Etc::sourcelist': join(dir, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': dir,
    'Dir::State::lists': join(dir, 'lists'),
    'Dir::State::status': join(dir, 'status'),
    'Dir::Cache': dir,
    'Dir::Cache::archives': join(dir, 'archives'),
    'Acquire::Languages': 'none',
    // A machine whose clock is wrong must be able to start, too.
    'Acquire::Check-Valid-Until': 'false',
    'Acquire::Retries': '3',
    'APT::Install-Recommends': 'false',
    'APT::Keep-Downloaded-Packages': 'true',
    'Debug::NoLocking': 'true',
    ...proxySettings(),
  };
  // As root apt drops to the user _apt, who cannot write below a home folder.
  if (process.getuid?.() === 0) settings['APT::Sandbox::User'] = 'root';
  const lines = Object.entries(settings).map(([name, value]) => `${name} "${value}";\n`);
  writeFileSync(join(dir, 'apt.conf'), lines.join(''));
  return { ...process.env, APT_CONFIG: join(dir, 'apt.conf'), LC_ALL: 'C' };
}

/** How the machine reaches its mirror is the one thing that is taken from its own settings. */
function proxySettings(): Record<string, string> {
  const dump = execFileSync('apt-config', ['dump', 'Acquire'], { encoding: 'utf8' });
  const proxies = dump.matchAll(/^(Acquire::https?::(?:Proxy|Verify-Peer|CaInfo)\S*) "(.+)";$/gm);
  return Object.fromEntries([...proxies].map(([, name = '', value = '']) => [name, value]));
}

function unpack(archives: string, cache: string, say: Say): string {
  const packages = readdirSync(archives).filter((name) => name.endsWith('.deb'));
  const main = packages.find((name) => name.startsWith('asterisk_'));
  if (main === undefined) throw new AsteriskUnavailable('the download brought no asterisk package');
  const version = versionOf(main);
  say(`Asterisk: unpacking ${version} (${packages.length} packages)`);
  const draft = join(cache, `${UNPACKING}${process.pid}`);
  // Nobody else unpacks now: the lock is ours, so these are the rests of killed runs.
  const rests = readdirSync(cache).filter((name) => name.startsWith(UNPACKING));
  for (const name of rests) rmSync(join(cache, name), { recursive: true });
  mkdirSync(draft);
  for (const name of packages) execFileSync('dpkg-deb', ['-x', join(archives, name), draft]);
  renameSync(draft, join(cache, `asterisk-${version}`));
  return version;
}

/** Runs a program to its end; its last lines become the message when it fails. */
function run(
  [program = '', ...args]: readonly string[],
  env: NodeJS.ProcessEnv,
  onLine: Say = () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const tail: string[] = [];
    const hear = (line: string): void => {
      onLine(line);
      tail.push(line);
      if (tail.length > 5) tail.shift();
    };
    createInterface({ input: child.stdout }).on('line', hear);
    createInterface({ input: child.stderr }).on('line', hear);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new AsteriskUnavailable(`${program} ended with ${code}: ${tail.join(' / ')}`));
    });
  });
}

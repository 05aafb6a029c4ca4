import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commandLineOf, isAlive, stopProcess, until } from '../processes.ts';
import type { AsteriskInstall } from './asterisk-install.ts';
import { ariAnswers, requireFreePorts, runCli } from './control.ts';
import { fetchAsterisk } from './fetch-asterisk.ts';
import { makeFolders } from './folders.ts';
import { AsteriskDidNotStart } from './problems.ts';
import { renderTemplates, writeConfig } from './render-config.ts';
import { type AsteriskSettings, templateValues } from './settings.ts';

export type { AsteriskSettings } from './settings.ts';

const READY_DEADLINE_MS = 30_000;
const STOP_GRACE_MS = 5_000;
const WATCH_EVERY_MS = 500;

/** An Asterisk that answers. It outlives the process that started it until `stop()` is called. */
export type RunningAsterisk = {
  readonly pid: number;
  /** For example `22.10.1`. */
  readonly version: string;
  /** True when it was running already and was taken over with its calls. */
  readonly takenOver: boolean;
  /** Absolute path; the service writes `pjsip_agents.conf` here. */
  readonly etcDir: string;
  /** Absolute path of the stored recordings; voicemails lie in `opora-voicemail`. */
  readonly recordingsDir: string;
  /** Runs a console command and returns what it prints. */
  cli(command: string): Promise<string>;
  /** Ends it and waits until it is gone. Idempotent. */
  stop(): Promise<void>;
  /** The exit code; null when a signal ended it, or when it was taken over. */
  readonly exited: Promise<number | null>;
};

/** Everything about one Asterisk that does not change while it runs. */
type Place = {
  readonly install: AsteriskInstall;
  readonly confPath: string;
  readonly pidPath: string;
  readonly fingerprintPath: string;
  readonly socketPath: string;
  readonly logPath: string;
  readonly root: string;
};

/**
 * Brings up Asterisk on `settings.dataDir` and resolves when ARI answers and everything is loaded.
 * A living one on the same folder with the same settings is taken over, its calls untouched; with
 * other settings it is started anew; what a dead one left is cleaned away.
 * Throws AsteriskUnavailable, AsteriskDidNotStart, PortTaken, BadAsteriskSetting.
 */
export async function startAsterisk(settings: AsteriskSettings): Promise<RunningAsterisk> {
  const install = await fetchAsterisk((line) => settings.say(line));
  const folders = makeFolders(resolve(settings.dataDir), install);
  const config = renderTemplates(templateValues(settings, folders, ipv4Addresses()));
  const place: Place = {
    install,
    root: folders.written,
    confPath: join(folders.etc, 'asterisk.conf'),
    pidPath: join(folders.run, 'asterisk.pid'),
    socketPath: join(folders.run, 'asterisk.ctl'),
    fingerprintPath: join(folders.run, 'fingerprint'),
    logPath: join(folders.written, 'log/console.log'),
  };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([install, [...config]]))
    .digest('hex');

  const living = await findLiving(place);
  if (living !== null) {
    if (textOf(place.fingerprintPath) === fingerprint && (await ariAnswers(settings))) {
      settings.say(`Asterisk ${install.version}: taking over the one that runs (${living})`);
      return describe(place, living, watchForeign(living), true);
    }
    settings.say('Asterisk: one with other settings runs, starting it anew');
    await stopProcess(living, STOP_GRACE_MS);
  }
  clean(place);
  await requireFreePorts(settings);
  writeConfig(config, folders.etc);
  touchAgents(folders.etc);
  const child = spawnAsterisk(place);
  const running = describe(place, pidOf(child), exitOf(child), false);
  await becomeReady(running, settings, place);
  writeFileSync(place.fingerprintPath, fingerprint, { mode: 0o600 });
  settings.say(`Asterisk ${install.version} is ready (${running.pid})`);
  return running;
}

/** Own session, output into a file: the death of the starter, even by kill -9, leaves it alive. */
function spawnAsterisk(place: Place): ChildProcess {
  const [program = '', ...args] = place.install.command;
  const log = openSync(place.logPath, 'w', 0o600);
  const child = spawn(program, [...args, '-C', place.confPath, '-f'], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: place.root,
  });
  closeSync(log);
  child.unref();
  if (child.pid !== undefined) writeFileSync(place.pidPath, `${child.pid}\n`);
  return child;
}

async function becomeReady(
  running: RunningAsterisk,
  settings: AsteriskSettings,
  place: Place,
): Promise<void> {
  const ready = until(
    async () => !isAlive(running.pid) || (await ariAnswers(settings)),
    READY_DEADLINE_MS,
  );
  if ((await ready) && isAlive(running.pid)) {
    // ARI answers while other modules still load; only then can phones register.
    await running.cli('core waitfullybooted');
    return;
  }
  await running.stop();
  // What it says before the double rule is its licence.
  const console = textOf(place.logPath).replace(/^[\s\S]*={40,}/, '');
  const errors = textOf(join(place.root, 'log/messages')).split('\n').slice(-60);
  const lastLines = [...console.split('\n'), ...errors.filter((line) => / ERROR/.test(line))]
    .filter((line) => line !== '')
    .slice(-5);
  throw new AsteriskDidNotStart(lastLines.join(' / ') || 'it said nothing', { lastLines });
}

/** The pid of the Asterisk that runs on this folder and answers on its control socket. */
async function findLiving(place: Place): Promise<number | null> {
  const pid = Number.parseInt(textOf(place.pidPath));
  // The pid may belong to another program by now: only our own command line counts.
  if (!(pid > 0) || !isAlive(pid) || !commandLineOf(pid).includes(place.confPath)) return null;
  try {
    await runCli(place.install, place.confPath, 'core show version', 3000);
    return pid;
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    // It lives and hangs: nobody can use it, and it holds our ports.
    await stopProcess(pid, STOP_GRACE_MS);
    return null;
  }
}

function clean(place: Place): void {
  for (const path of [place.pidPath, place.socketPath, place.fingerprintPath]) {
    rmSync(path, { force: true });
  }
}

function describe(
  place: Place,
  pid: number,
  exited: Promise<number | null>,
  takenOver: boolean,
): RunningAsterisk {
  return {
    pid,
    version: place.install.version,
    takenOver,
    etcDir: join(place.root, 'etc'),
    recordingsDir: join(place.root, 'spool/recording'),
    exited,
    cli: (command) => runCli(place.install, place.confPath, command),
    async stop() {
      await stopProcess(pid, STOP_GRACE_MS);
      // A newer one on the same folder has written its own.
      if (Number.parseInt(textOf(place.pidPath)) === pid) clean(place);
    },
  };
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new AsteriskDidNotStart('its program cannot be run');
  return child.pid;
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', resolve));
}

/** Somebody else's child tells us nothing when it ends: we have to look. */
async function watchForeign(pid: number): Promise<null> {
  while (isAlive(pid)) await pause(WATCH_EVERY_MS, undefined, { ref: false });
  return null;
}

/** The service fills it; Asterisk would remember a missing file as "nothing to read again". */
function touchAgents(etcDir: string): void {
  const path = join(etcDir, 'pjsip_agents.conf');
  if (!existsSync(path)) writeFileSync(path, '', { mode: 0o600 });
}

function ipv4Addresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
    .sort();
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
}

import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** True when a process with this id runs. A zombie, dead but not yet buried, does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    // EPERM: it lives and belongs to somebody else.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
  return !isZombie(pid);
}

/** The command line of a process, words joined by spaces; '' when it is gone or hidden. */
export function commandLineOf(pid: number): string {
  return procFile(pid, 'cmdline').replaceAll('\0', ' ').trim();
}

/** When a process started, in the kernel's ticks; with the id it names a process for ever. */
export function startOf(pid: number): string {
  // Field 22 of all; the first two end with the bracket.
  return (
    procFile(pid, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ')[19] ?? ''
  );
}

/**
 * Waits until `condition` holds, asking every 20 ms. Returns false when `deadlineMs` passed first.
 * For things outside of Node that tell nobody when they change: a foreign process, a pid file.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
): Promise<boolean> {
  const end = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() >= end) return false;
    await pause(20);
  }
  return true;
}

/**
 * Asks a process to stop with `signal` and, when it still lives after `graceMs`, kills it.
 * Harmless when it is gone already.
 */
export async function stopProcess(
  pid: number,
  graceMs: number,
  signal: NodeJS.Signals = 'SIGTERM',
  lastSignal: NodeJS.Signals = 'SIGKILL',
): Promise<void> {
  send(pid, signal);
  if (await until(() => !isAlive(pid), graceMs)) return;
  send(pid, lastSignal);
  await until(() => !isAlive(pid), 5000);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ESRCH')) throw cause;
  }
}

function isZombie(pid: number): boolean {
  // The state stands after the name, which is in brackets and may itself contain brackets.
  return / Z /.test(procFile(pid, 'stat').replace(/^.*\)/, ''));
}

function procFile(pid: number, file: 'cmdline' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return '';
    throw cause;
  }
}

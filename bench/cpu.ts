import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const MS_PER_SECOND = 1000;
let ticksPerSecond: number | undefined;

/** CPU time that a process has used so far, user and system, in ms. Throws when it is gone. */
export function cpuMsOf(pid: number): number {
  ticksPerSecond ??= Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
  // The name, in brackets, may itself contain spaces and brackets.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return (ticks / ticksPerSecond) * MS_PER_SECOND;
}

/** Share of one core in per cent that processes use while `work` runs. */
export async function cpuShares(
  pids: readonly number[],
  work: () => Promise<unknown>,
): Promise<number[]> {
  const before = pids.map(cpuMsOf);
  const startedAt = performance.now();
  await work();
  const lastedMs = performance.now() - startedAt;
  return pids.map((pid, at) => (100 * (cpuMsOf(pid) - (before[at] ?? 0))) / lastedMs);
}

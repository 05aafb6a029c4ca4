import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import type { BenchResult } from './benchmark.ts';
import type { Figures } from './statistics.ts';

const GIB = 2 ** 30;

/** Under which conditions something was measured: numbers without them mean little. */
export function conditions(root: string): Readonly<Record<string, string | number>> {
  const [processor] = cpus();
  return {
    at: new Date().toISOString(),
    commit: commitOf(root),
    node: process.version,
    processor: processor?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / GIB),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

/** A copy without git has no commit to name. */
function commitOf(root: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch (cause) {
    if (cause instanceof Error) return 'unknown';
    throw cause;
  }
}

/** A table for people. */
export function tableOf(
  result: BenchResult,
  under: Readonly<Record<string, string | number>>,
): string {
  const rows: [string, Figures][] = [['opora', result.ours], ...Object.entries(result.peers)];
  const columns = [...new Set(rows.flatMap(([, figures]) => Object.keys(figures)))];
  const cells = [
    ['', ...columns],
    ...rows.map(([name, figures]) => [
      name,
      ...columns.map((column) => String(figures[column] ?? '—')),
    ]),
  ];
  const widths = ['', ...columns].map((_column, at) =>
    Math.max(...cells.map((row) => (row[at] ?? '').length)),
  );
  const lines = cells.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return [
    `${result.bench} (${result.unit})`,
    '',
    ...lines,
    '',
    `goal: ${result.goal}: ${result.met ? 'met' : 'NOT met'}`,
    Object.entries(under)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  ].join('\n');
}

/** The one line that programs read. */
export function jsonOf(
  result: BenchResult,
  under: Readonly<Record<string, string | number>>,
): string {
  const { bench, unit, ours, peers, goal, met } = result;
  return JSON.stringify({ bench, unit, ours, peers, goal, met, conditions: under });
}

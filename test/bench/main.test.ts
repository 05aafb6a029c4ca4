import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const MAIN = join(import.meta.dirname, '../../bench/main.ts');

function bench(...words: string[]): ReturnType<typeof spawnSync> {
  return spawnSync(process.execPath, [MAIN, ...words], { encoding: 'utf8' });
}

it('an unknown name ends with one clear sentence and a code of its own', () => {
  const { status, stderr, stdout } = bench('speed');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^There is no benchmark "speed": choose one of .*\.\n$/);
});

it('a benchmark that needs no switch ends with its JSON as the last line', () => {
  const { status, stdout } = bench('journal', '--json');
  expect(status).toBe(0);
  const last: unknown = JSON.parse(String(stdout).trim().split('\n').at(-1) ?? '');
  expect(last).toMatchObject({ bench: 'journal', unit: expect.any(String) as string });
  expect(last).toHaveProperty('ours.p99');
  expect(last).toHaveProperty('peers.fsyncedFile.p50');
});

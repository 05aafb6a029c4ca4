import { describe, expect, it } from 'vitest';
import { benchmarks } from '../../bench/all.ts';
import { listOf, wishOf } from '../../bench/command-line.ts';

describe('npm run bench', () => {
  it('without a name lists every benchmark', () => {
    expect(wishOf([], benchmarks)).toEqual({ kind: 'list' });
    const list = listOf(benchmarks);
    for (const { name } of benchmarks) expect(list).toContain(`${name} `);
    for (const { about } of benchmarks) expect(list).toContain(about);
  });

  it('runs a benchmark by its name, as a table or as JSON', () => {
    const [first] = benchmarks;
    expect(wishOf([first?.name ?? ''], benchmarks)).toEqual({
      ...{ kind: 'run', benchmark: first, json: false },
    });
    expect(wishOf(['--json', first?.name ?? ''], benchmarks)).toMatchObject({ json: true });
  });

  it('says which names there are when it does not know one', () => {
    const wish = wishOf(['speed'], benchmarks);
    expect(wish).toMatchObject({
      sentence: expect.stringMatching(
        /^There is no benchmark "speed": choose one of setup, handoff, hold, load,.*\.$/,
      ) as string,
    });
  });

  it.each([['setup', 'hold'], ['--fast'], ['setup', '--fast']])(
    'does not guess what %s %s means',
    (...words) => {
      expect(wishOf(words, benchmarks).kind).toBe('unclear');
    },
  );
});

import { expect, test } from 'vitest';
import { Lanes } from '../../../src/adapters/asterisk/lanes.ts';

/** Works that are started in lanes and finished by hand. */
function worksIn(lanes: Lanes): {
  start(name: string, touches: readonly string[]): Promise<string>;
  finish(name: string): void;
  readonly started: readonly (readonly [name: string, lane: number])[];
} {
  const started: [string, number][] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    start: (name, touches) =>
      lanes.run(touches, (lane) => {
        started.push([name, lane]);
        const { promise, resolve } = Promise.withResolvers<string>();
        ends.set(name, () => {
          resolve(name);
        });
        return promise;
      }),
    finish: (name) => ends.get(name)?.(),
  };
}

test('commands about one call keep their order, and calls do not wait for each other', () => {
  const works = worksIn(new Lanes(3));
  void works.start('answer a', ['a']);
  void works.start('answer b', ['b']);
  void works.start('play a', ['a']);
  void works.start('hang up c', ['c']);
  expect(works.started).toEqual([
    ['answer a', 0],
    ['answer b', 1],
    ['play a', 0],
    ['hang up c', 2],
  ]);
});

test('a command about two calls under way in different lanes waits for both', async () => {
  const works = worksIn(new Lanes(2));
  const first = works.start('answer a', ['a']);
  const second = works.start('answer b', ['b']);
  const joined = works.start('join a and b', ['bridge', 'a', 'b']);
  works.finish('answer a');
  await first;
  expect(works.started.map(([name]) => name)).not.toContain('join a and b');
  works.finish('answer b');
  await second;
  await expect.poll(() => works.started.map(([name]) => name)).toContain('join a and b');
  works.finish('join a and b');
  await joined;
});

import { describe, expect, it } from 'vitest';
import { Feed } from '../../../src/app/feeds/feed.ts';
import { frameSchema, type Frame } from '../../../src/contract/feed.ts';
import { StoryClock } from '../../kit/moments.ts';

function play() {
  const clock = new StoryClock();
  const feed = new Feed({ clock, epoch: 'first' });
  const heard: Frame[] = [];
  const stop = feed.listen((text) => heard.push(frameSchema.parse(JSON.parse(text))));
  return { clock, feed, heard, stop };
}

function caughtUp(feed: Feed, epoch?: string, after?: number): Frame[] {
  return feed.catchUp(epoch, after).map((text) => frameSchema.parse(JSON.parse(text)));
}

describe('A feed', () => {
  it('shows a page that opens everything there is', () => {
    const { clock, feed } = play();
    feed.put('agent/anna', { name: 'Анна "А"' });
    feed.put('agent/boris', { name: 'Борис' });
    clock.pass(50);
    feed.remove('agent/boris');
    clock.pass(50);
    expect(caughtUp(feed)).toEqual([
      {
        type: 'snapshot',
        epoch: 'first',
        seq: 2,
        now: clock.now(),
        rows: { 'agent/anna': { name: 'Анна "А"' } },
      },
    ]);
  });

  it('sends what happens within 50 ms as one numbered delta', () => {
    const { clock, feed, heard } = play();
    feed.put('a', 1);
    clock.pass(30);
    feed.put('a', 2);
    feed.put('b', 1);
    expect(heard).toEqual([]);
    clock.pass(20);
    feed.put('a', 3);
    clock.pass(50);
    expect(heard).toEqual([
      { type: 'delta', seq: 1, put: { a: 2, b: 1 }, gone: [] },
      { type: 'delta', seq: 2, put: { a: 3 }, gone: [] },
    ]);
  });

  it('says nothing when nothing really changed', () => {
    const { clock, feed, heard } = play();
    feed.put('a', { x: 1 });
    clock.pass(50);
    feed.put('a', { x: 2 });
    feed.put('a', { x: 1 });
    feed.put('b', 1);
    feed.remove('b');
    feed.remove('never there');
    clock.pass(50);
    expect(heard).toHaveLength(1);
    expect(feed.catchUp('first', 1)).toHaveLength(1);
  });

  it('takes away a row that went, and gives it back when it returns', () => {
    const { clock, feed, heard } = play();
    feed.put('a', 1);
    clock.pass(50);
    feed.remove('a');
    clock.pass(50);
    feed.put('a', 1);
    clock.pass(50);
    expect(heard.slice(1)).toEqual([
      { type: 'delta', seq: 2, put: {}, gone: ['a'] },
      { type: 'delta', seq: 3, put: { a: 1 }, gone: [] },
    ]);
  });

  it('makes the rows under a prefix exactly what is said', () => {
    const { clock, feed } = play();
    feed.put('line/old', 1);
    feed.put('agent/anna', 1);
    clock.pass(50);
    feed.put('line/hasty', 1);
    feed.replace('line/', new Map([['line/new', 2]]));
    clock.pass(50);
    expect(caughtUp(feed)[0]).toMatchObject({ rows: { 'agent/anna': 1, 'line/new': 2 } });
  });

  it('gives a page that comes back only what it missed', () => {
    const { clock, feed } = play();
    for (const value of [1, 2, 3]) {
      feed.put('a', value);
      clock.pass(50);
    }
    expect(caughtUp(feed, 'first', 1)).toEqual([
      { type: 'delta', seq: 2, put: { a: 2 }, gone: [] },
      { type: 'delta', seq: 3, put: { a: 3 }, gone: [] },
      { type: 'beat', seq: 3, now: clock.now() },
    ]);
    expect(caughtUp(feed, 'first', 3).map(({ type }) => type)).toEqual(['beat']);
  });

  it.each([
    ['slept too long', 'first', 1],
    ['remembers another life of the service', 'second', 2_000],
    ['claims to have seen the future', 'first', 9_999],
  ])('gives a page that %s a new snapshot', (_why, epoch, after) => {
    const { clock, feed } = play();
    for (let value = 0; value < 2_000; value += 1) {
      feed.put('a', value);
      clock.pass(50);
    }
    expect(caughtUp(feed, epoch, after)).toEqual([
      { type: 'snapshot', epoch: 'first', seq: 2_000, now: clock.now(), rows: { a: 1_999 } },
    ]);
  });

  it('does not show a newcomer a change twice that is still on its way', () => {
    const { clock, feed, heard } = play();
    feed.put('a', 1);
    expect(caughtUp(feed)[0]).toMatchObject({ seq: 0, rows: {} });
    clock.pass(50);
    expect(heard).toEqual([{ type: 'delta', seq: 1, put: { a: 1 }, gone: [] }]);
  });

  it('beats every two seconds while somebody listens, and rests when nobody does', () => {
    const { clock, heard, stop } = play();
    clock.pass(6_000);
    expect(heard.map(({ type }) => type)).toEqual(['beat', 'beat', 'beat']);
    stop();
    expect(clock.pending).toBe(0);
  });

  it('leaves no timer behind when it is closed', () => {
    const { clock, feed, heard } = play();
    feed.put('a', 1);
    feed.close();
    feed.close();
    expect(clock.pending).toBe(0);
    expect(heard).toEqual([]);
  });
});

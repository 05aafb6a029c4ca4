import { describe, expect, it } from 'vitest';
import {
  BEHIND_LIMIT,
  emptyFeed,
  mustReopen,
  reopenAfterMs,
  resumeQuery,
  STALE_AFTER_MS,
  stepFeed,
  type FeedEvent,
  type FeedState,
} from '../../src/web/feed/feed-state.ts';
import type { Frame } from '../../src/contract/feed.ts';

const play = (events: readonly FeedEvent[], from: FeedState = emptyFeed): FeedState =>
  events.reduce(stepFeed, from);
const frame = (body: Frame, at = 1_000): FeedEvent => ({ type: 'frame', frame: body, at });
const snapshot = frame({
  type: 'snapshot',
  epoch: 'e/1',
  seq: 7,
  now: 61_000,
  rows: { a: 1, b: 2 },
});

describe('a feed', () => {
  it('shows the snapshot and counts by the server’s clock', () => {
    const feed = play([snapshot]);
    expect(feed).toMatchObject({ link: 'live', rows: { a: 1, b: 2 }, seq: 7, offsetMs: 60_000 });
  });

  it('puts and removes rows by a delta', () => {
    const feed = play([snapshot, frame({ type: 'delta', seq: 8, put: { c: 3 }, gone: ['a'] })]);
    expect(feed.rows).toEqual({ b: 2, c: 3 });
    expect(feed.seq).toBe(8);
  });

  it('ignores a delta that it has already seen', () => {
    const feed = play([snapshot, frame({ type: 'delta', seq: 7, put: { a: 'old' }, gone: [] })]);
    expect(feed.rows['a']).toBe(1);
  });

  it('keeps its rows through a loss and asks only for what it missed', () => {
    const feed = play([snapshot, { type: 'closed' }]);
    expect(feed.link).toBe('lost');
    expect(feed.rows).toEqual({ a: 1, b: 2 });
    expect(resumeQuery(feed)).toBe('?epoch=e%2F1&after=7');
    expect(resumeQuery(emptyFeed)).toBe('');
  });

  it('is live again after a resumed delta', () => {
    const feed = play([
      snapshot,
      { type: 'closed' },
      frame({ type: 'delta', seq: 9, put: { a: 5 }, gone: [] }, 9_000),
    ]);
    expect(feed).toMatchObject({ link: 'live', seq: 9, rows: { a: 5, b: 2 } });
  });

  it('takes a new snapshot whole after the server began anew', () => {
    const anew = frame({ type: 'snapshot', epoch: 'e2', seq: 1, now: 0, rows: { z: 1 } });
    expect(play([snapshot, { type: 'closed' }, anew])).toMatchObject({
      epoch: 'e2',
      seq: 1,
      rows: { z: 1 },
    });
  });

  it('calls six seconds of silence a loss, though the socket looks open', () => {
    const feed = play([snapshot]);
    const still = stepFeed(feed, { type: 'tick', at: 1_000 + STALE_AFTER_MS });
    expect(still.link).toBe('live');
    const silent = stepFeed(feed, { type: 'tick', at: 1_001 + STALE_AFTER_MS });
    expect(silent.link).toBe('lost');
    expect(mustReopen(silent, 1_001 + STALE_AFTER_MS)).toBe(true);
  });

  it('notices that a delta went missing when beats stay ahead', () => {
    const beat = frame({ type: 'beat', seq: 9, now: 61_000 });
    let feed = play([snapshot]);
    for (let count = 1; count < BEHIND_LIMIT; count += 1) feed = stepFeed(feed, beat);
    expect(mustReopen(feed, 1_000)).toBe(false);
    expect(mustReopen(stepFeed(feed, beat), 1_000)).toBe(true);
  });

  it('stays connecting while the first connection is refused', () => {
    expect(play([{ type: 'closed' }, { type: 'tick', at: 99_000 }]).link).toBe('connecting');
  });

  it('comes back fast at first, then never slower than every five seconds', () => {
    expect(reopenAfterMs(0, 0)).toBe(125);
    expect(reopenAfterMs(0, 1)).toBe(250);
    expect(reopenAfterMs(50, 1)).toBe(5_000);
  });
});

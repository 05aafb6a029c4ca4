import { describe, expect, it } from 'vitest';
import { BrigadeFeeds } from '../../../src/app/feeds/brigade-feeds.ts';
import type { Feed } from '../../../src/app/feeds/feed.ts';
import { frameSchema } from '../../../src/contract/feed.ts';
import { brigade, incident, signal } from '../../http/kit/examples.ts';
import { StoryClock } from '../../kit/moments.ts';

function play() {
  const clock = new StoryClock();
  const feeds = new BrigadeFeeds({
    clock,
    ids: { next: () => 'epoch', of: (name) => name },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    brigadeOf: () => Promise.resolve(brigade),
    incidentOf: () => Promise.resolve(incident),
    signalOf: () => Promise.resolve(signal),
  });
  const settle = async () => {
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
    clock.pass(50);
  };
  return { clock, feeds, settle };
}

function rows(feed: Feed): Record<string, unknown> {
  const frame = frameSchema.parse(JSON.parse(feed.catchUp()[0] ?? ''));
  return frame.type === 'snapshot' ? frame.rows : {};
}

describe("A brigade's feed", () => {
  it('shows the brigade, its incident and where to go, and never the number of the caller', async () => {
    const { feeds, settle } = play();
    const feed = feeds.of('brigade-1');
    await settle();
    expect(rows(feed)).toMatchObject({
      brigade: { id: 'brigade-1' },
      incident: { id: 'incident-1' },
      signal: { number: signal.number, what: '', where: '', who: '' },
    });
    expect(JSON.stringify(rows(feed))).not.toContain(signal.callerMasked);
  });

  it('follows what the operator still writes', async () => {
    const { feeds, settle } = play();
    const feed = feeds.of('brigade-1');
    await settle();
    feeds.signalChanged({ ...signal, card: { ...signal.card, where: 'ул. Мира, 1' } });
    await settle();
    expect(rows(feed)).toMatchObject({ signal: { where: 'ул. Мира, 1' } });
  });

  it.each([
    ['goes to another brigade', { brigadeId: 'brigade-2' }],
    ['is over', { phase: 'finished' as const }],
  ])('forgets the incident and the address when the incident %s', async (_why, change) => {
    const { feeds, settle } = play();
    const feed = feeds.of('brigade-1');
    await settle();
    feeds.incidentChanged({ ...incident, ...change });
    await settle();
    expect(Object.keys(rows(feed))).toEqual(['brigade']);
  });

  it('is kept only while a page of that brigade is open', async () => {
    const { feeds, clock, settle } = play();
    const leave = feeds.of('brigade-1').listen(() => undefined);
    await settle();
    leave();
    expect([feeds.size, clock.pending]).toEqual([0, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { DeskFeeds } from '../../../src/app/feeds/desk-feeds.ts';
import type { Feed } from '../../../src/app/feeds/feed.ts';
import { frameSchema } from '../../../src/contract/feed.ts';
import type { SignalBody } from '../../../src/contract/signals.ts';
import type { Call, EndedCall, LiveCall, TalkingCall } from '../../../src/domain/calls/call.ts';
import type { Agent } from '../../../src/domain/roster/agent.ts';
import { callBody } from '../../../src/app/feeds/call-body.ts';
import { aliceCalls, attempt, bob, NOON } from '../../kit/people.ts';
import { signal as example } from '../../http/kit/examples.ts';
import { StoryClock } from '../../kit/moments.ts';

const talking: TalkingCall = {
  ...aliceCalls(),
  phase: 'talking',
  attempt: attempt(),
  bridge: 'b',
  agentId: 'bob',
  answeredAt: NOON + 3_000,
};
const ended: EndedCall = {
  ...aliceCalls(),
  phase: 'ended',
  endedAt: NOON + 9_000,
  outcome: { kind: 'answered', by: 'bob' },
  agentId: 'bob',
  waitedMs: 3_000,
  talkedMs: 6_000,
};
const signal: SignalBody = { ...example, id: talking.signalId };
const busy = { since: NOON, callId: talking.id, then: 'available' } as const;
const talks = bob({ availability: 'talking', attemptId: 'try-1', idleSince: NOON, ...busy });
const wrapsUp = bob({ availability: 'wrapUp', until: NOON + 20_000, ...busy });

function play(options: { agents?: Agent[]; calls?: LiveCall[] } = {}) {
  const clock = new StoryClock();
  const desk = { agentsNow: options.agents ?? [bob()], callsNow: options.calls ?? [] };
  const warned: string[] = [];
  let record: SignalBody | undefined = signal;
  const feeds = new DeskFeeds({
    clock,
    ids: { next: () => 'epoch', of: (name) => name },
    log: { info: () => undefined, warn: (text) => void warned.push(text), error: () => undefined },
    desk: { agents: () => desk.agentsNow, calls: () => desk.callsNow },
    signalOf: () => Promise.resolve(record),
    callOf: () => Promise.resolve(callBody(ended)),
  });
  return {
    clock,
    feeds,
    desk,
    withoutRecord: () => (record = undefined),
    change: async (calls: Call[], agents: Agent[]) => {
      desk.callsNow = calls.filter((call) => call.phase !== 'ended');
      feeds.deskChanged({ calls, agents });
      await settle(clock);
    },
  };
}

/** Lets answers of the record arrive, then what they changed be sent. */
async function settle(clock: StoryClock): Promise<void> {
  await Promise.resolve();
  await Promise.resolve();
  clock.pass(50);
}

function rows(feed: Feed): Record<string, unknown> {
  const frame = frameSchema.parse(JSON.parse(feed.catchUp()[0] ?? ''));
  return frame.type === 'snapshot' ? frame.rows : {};
}

describe("An agent's feed", () => {
  it('shows my call and its card from the ring until the wrap-up is over', async () => {
    const { feeds, change } = play();
    const feed = feeds.of('bob');
    expect(rows(feed)).toMatchObject({
      agent: { availability: 'available' },
      waiting: { count: 0 },
    });
    await change([talking], [talks]);
    expect(rows(feed)).toMatchObject({ call: { phase: 'talking' }, signal: { id: signal.id } });
    await change([ended], [wrapsUp]);
    expect(rows(feed)).toMatchObject({
      agent: { availability: 'wrapUp' },
      call: { phase: 'ended', outcome: 'answered' },
      signal: { id: signal.id },
    });
    await change([], [bob()]);
    expect(Object.keys(rows(feed)).sort()).toEqual(['agent', 'waiting']);
  });

  it('brings the card when the record catches up, and each change of it', async () => {
    const { clock, feeds, change, withoutRecord } = play();
    withoutRecord();
    const feed = feeds.of('bob');
    await change([talking], [talks]);
    expect(rows(feed)).not.toHaveProperty('signal');
    feeds.signalChanged(signal);
    feeds.signalChanged({ ...signal, id: 'another', version: 9 });
    clock.pass(50);
    expect(rows(feed)).toMatchObject({ signal: { version: 1 } });
  });

  it('shows the call again when the page is opened anew during the wrap-up', async () => {
    const { clock, feeds } = play({ agents: [wrapsUp] });
    const feed = feeds.of('bob');
    await settle(clock);
    await settle(clock);
    expect(rows(feed)).toMatchObject({ call: { phase: 'ended' }, signal: { id: signal.id } });
  });

  it('says how many wait and since when', async () => {
    const { feeds, change } = play();
    const feed = feeds.of('bob');
    await change(
      [
        { ...aliceCalls({ id: 'b', arrivedAt: NOON + 5_000 }), phase: 'waiting' },
        { ...aliceCalls(), phase: 'waiting' },
      ],
      [],
    );
    expect(rows(feed)).toMatchObject({
      waiting: { count: 2, longestSince: new Date(NOON).toISOString() },
    });
  });

  it('shows nobody the call of a colleague', async () => {
    const { feeds, change } = play({ agents: [bob(), bob({ id: 'eve' })] });
    const feed = feeds.of('eve');
    await change([talking], [talks]);
    feeds.signalChanged(signal);
    expect(Object.keys(rows(feed)).sort()).toEqual(['agent', 'waiting']);
  });

  it('is kept only while a page of that agent is open', () => {
    const { feeds, clock } = play();
    const leave = [
      feeds.of('bob').listen(() => undefined),
      feeds.of('bob').listen(() => undefined),
    ];
    expect(feeds.size).toBe(1);
    leave[0]?.();
    expect(feeds.size).toBe(1);
    leave[1]?.();
    expect([feeds.size, clock.pending]).toEqual([0, 0]);
  });
});

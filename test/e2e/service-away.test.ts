import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_START_MS, TYUMEN } from '../kit/opora.ts';
import type { SipCall } from '../kit/sip-phone.ts';
import { until } from '../kit/until.ts';
import { hearEachOther, LATER_MS, SOON_MS, Stage, type Operator } from './kit/play.ts';

const BOB = 1900;
/** A word that is lost is heard; a machine under load may lose this much and no more. */
const GAP_MS = 1_000;
/** How long a new call may be nobody's when the service hangs. */
const FALLBACK_WITHIN_MS = 5_000;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ RING_TIMEOUT_MS: '30000' });
}, FIRST_START_MS);

afterEach(async () => {
  await stage.clear();
});

afterAll(async () => {
  await stage.close();
});

async function talkBegins(bob: Operator, number: string, toneHz: number) {
  const call = await stage.caller(number, TYUMEN, toneHz);
  const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
  await hearEachOther([talk, BOB], [call, toneHz]);
  return { call, talk };
}

/** Kills the service and waits for the next one, while `meanwhile` goes on. */
async function serviceDies(meanwhile: () => Promise<unknown> = () => Promise.resolve()) {
  const { pid } = stage.opora.running;
  stage.opora.killService();
  await meanwhile();
  await stage.opora.nextService(pid);
}

/** The dialplan has the caller, and looks for somebody without the service. */
async function isInFallback(): Promise<boolean> {
  const channels = await stage.opora.channels();
  return channels.some(({ dialplan }) => dialplan.context === 'opora-fallback');
}

/** Answers the ring that lives, whichever of the rings so far that is. */
async function answersLiving(bob: Operator): Promise<SipCall> {
  const ring = await until(
    'a living ring',
    () => bob.rings.find(({ state }) => state === 'ringing'),
    LATER_MS,
  );
  return await ring.answer();
}

describe('given a service that is killed', () => {
  test('a talk goes on, and its record is whole', async () => {
    const bob = await stage.operator('agent-101');
    const { call, talk } = await talkBegins(bob, '79990000601', 500);
    const [before] = await stage.phaseIs('talking');
    call.resetHeard();
    talk.resetHeard();

    await serviceDies(() => hearEachOther([talk, BOB], [call, 500]));

    await hearEachOther([talk, BOB], [call, 500]);
    expect(call.heard().longestGapMs).toBeLessThan(GAP_MS);
    expect(talk.heard().longestGapMs).toBeLessThan(GAP_MS);
    const [after] = await stage.phaseIs('talking');
    expect(after?.answeredAt).toBe(before?.answeredAt);
    await stage.agentIs(bob.id, 'talking');
    const talkedMs = performance.now() - (talk.answeredAt ?? 0);
    await call.hangUp();
    await talk.ended(SOON_MS);
    const [ended] = await stage.endedCalls(1);
    expect(ended).toMatchObject({ outcome: 'answered', agentId: bob.id });
    expect(Math.abs((ended?.talkedMs ?? 0) - talkedMs)).toBeLessThan(2_000);
  });

  test('a talk that ends meanwhile has its outcome, and the operator is free', async () => {
    const bob = await stage.operator('agent-101');
    const { call, talk } = await talkBegins(bob, '79990000602', 500);
    await stage.phaseIs('talking');

    await serviceDies(() => call.hangUp());

    await talk.ended(LATER_MS);
    const [ended] = await stage.endedCalls(1);
    expect(ended).toMatchObject({ outcome: 'answered', agentId: bob.id });
    await stage.agentIs(bob.id, 'available');
  });

  test('those who wait are taken up in their order', async () => {
    const bob = await stage.operator('agent-101');
    const { talk } = await talkBegins(bob, '79990000610', 500);
    const waiting = [];
    for (const [index, toneHz] of [900, 1300].entries()) {
      const call = await stage.caller(`7999000061${String(index + 1)}`, TYUMEN, toneHz);
      await call.answered(SOON_MS);
      await stage.phaseIs('waiting', index + 1);
      waiting.push({ call, toneHz });
    }

    await serviceDies();

    await talk.hangUp();
    for (const { call, toneHz } of waiting) {
      const next = await (await bob.phone.nextRing(SOON_MS)).answer();
      await hearEachOther([next, BOB], [call, toneHz]);
      await next.hangUp();
    }
    const ended = await stage.endedCalls(3);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'answered']);
  });

  test('a citizen whose operator was being rung is answered all the same', async () => {
    const bob = await stage.operator('agent-101');
    const call = await stage.caller('79990000621', TYUMEN, 500);
    await bob.phone.nextRing(SOON_MS);
    await stage.phaseIs('offered');

    await serviceDies();

    const talk = await answersLiving(bob);
    await hearEachOther([talk, BOB], [call, 500]);
    await call.hangUp();
    const [ended] = await stage.endedCalls(1);
    expect(ended).toMatchObject({ outcome: 'answered', agentId: bob.id });
  });
});

describe('given a service that hangs', () => {
  test('citizens reach an operator without it, and each call becomes one signal', async () => {
    const bob = await stage.operator('agent-101');
    const { pid } = stage.opora.running;
    process.kill(pid, 'SIGSTOP');
    try {
      for (const [index, toneHz] of [500, 900].entries()) {
        const number = `7999000063${String(index)}`;
        const call = await stage.caller(number, TYUMEN, toneHz);
        await until('the fallback', isInFallback, SOON_MS);
        const tookMs = performance.now() - call.inviteSentAt;
        // The first may still have been given to the service, which was alive a moment ago.
        expect(tookMs).toBeLessThan(FALLBACK_WITHIN_MS);
        const ring = await bob.phone.nextRing(LATER_MS);
        // For the second one bob has his pause first.
        if (index === 0) {
          expect(ring.receivedAt - call.inviteSentAt).toBeLessThan(FALLBACK_WITHIN_MS);
        }
        const talk = await ring.answer();
        await hearEachOther([talk, BOB], [call, toneHz]);
        await call.hangUp();
        await talk.ended(SOON_MS);
      }
    } finally {
      process.kill(pid, 'SIGCONT');
    }

    const ended = await stage.endedCalls(2);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    const signals = await stage.signals();
    expect(signals).toHaveLength(2);
    expect(signals.filter(({ note }) => note === 'cardToWrite').length).toBeGreaterThan(0);
    await stage.agentIs(bob.id, 'available');
    // And the next citizen is the service's again. Waking up it may have rung, for a moment, for
    // the one who had been given to it: such a ring is over.
    bob.phone.forgetRings();
    const { call } = await talkBegins(bob, '79990000639', 500);
    await call.hangUp();
    await stage.endedCalls(3);
  });
});

test('given nothing of ours for a while, every call is in the record once, afterwards', async () => {
  const bob = await stage.operator('agent-101');
  const { call, talk } = await talkBegins(bob, '79990000641', 500);
  await stage.phaseIs('talking');

  await stage.opora.killAllOfOurs();
  await hearEachOther([talk, BOB], [call, 500]);
  await call.hangUp();
  await talk.hangUp();
  const answered = await stage.caller('79990000642', TYUMEN, 900);
  const second = await (await bob.phone.nextRing(LATER_MS)).answer();
  await hearEachOther([second, BOB], [answered, 900]);
  await answered.hangUp();
  await second.ended(SOON_MS);
  const left = await stage.caller('79990000643', TYUMEN, 1300);
  await left.answered(SOON_MS);
  await until('the fallback', isInFallback, SOON_MS);
  await left.hangUp();
  await stage.opora.noChannels();
  await stage.opora.begin();

  const ended = await stage.endedCalls(3);
  expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'abandoned']);
  const signals = await stage.signals();
  const sources = signals.map(({ source, note }) => `${source} ${note ?? ''}`.trim()).sort();
  expect(sources).toEqual(['call', 'fallback cardToWrite', 'fallback cardToWrite']);
});

import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_START_MS, TYUMEN } from '../kit/opora.ts';
import { until } from '../kit/until.ts';
import { hearEachOther, hearsSomething, LATER_MS, SOON_MS, Stage } from './kit/play.ts';

const TOGLIATTI = '799004';
const WRAP_UP_MS = 1_500;
/** Each voice has its own tone, in hertz. */
const BOB = 1900;
const CAROL = 2300;
const CALLERS = [500, 900, 1300] as const;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ WRAP_UP_MS: String(WRAP_UP_MS) });
}, FIRST_START_MS);

afterEach(async () => {
  await stage.clear();
});

afterAll(async () => {
  await stage.close();
});

describe('given one operator', () => {
  test('when three citizens ring, each is answered in the order of arrival', async () => {
    const bob = await stage.operator('agent-101');
    const calls = [];
    for (const [index, toneHz] of CALLERS.entries()) {
      const call = await stage.caller(`7999000020${String(index)}`, TYUMEN, toneHz);
      await call.answered(SOON_MS);
      calls.push({ call, toneHz });
      await stage.callsAre((all) => all.length === index + 1);
    }

    for (const { call, toneHz } of calls) {
      const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
      await hearEachOther([talk, BOB], [call, toneHz]);
      await talk.hangUp();
      await call.ended(SOON_MS);
    }

    const ended = await stage.endedCalls(3);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'answered']);
    expect(ended.map(({ callerMasked }) => callerMasked)).toEqual(['··· 00', '··· 01', '··· 02']);
    const answered = ended.map(({ answeredAt }) => answeredAt ?? '');
    expect(answered).toEqual([...answered].sort());
  });

  test('when a talk has ended, the next citizen rings only after the wrap-up', async () => {
    const bob = await stage.operator('agent-101');
    const first = await stage.caller('79990000211', TYUMEN, 500);
    const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
    await hearEachOther([talk, BOB], [first, 500]);
    await talk.hangUp();
    await stage.agentIs(bob.id, 'wrapUp');
    const second = await stage.caller('79990000212', TYUMEN, 900);
    await second.answered(SOON_MS);

    const ring = await bob.phone.nextRing(SOON_MS);

    expect(ring.receivedAt - (talk.endedAt ?? 0)).toBeGreaterThanOrEqual(WRAP_UP_MS - 50);
    await hearEachOther([await ring.answer(), BOB], [second, 900]);
    await second.hangUp();
  });

  test('when the citizen leaves at the moment of the answer, nobody is left alone', async () => {
    const bob = await stage.operator('agent-101');
    type Act = () => void;
    const moments: readonly ((answer: Act, leave: Act) => void)[] = [
      (answer, leave) => {
        answer();
        leave();
      },
      (answer, leave) => {
        leave();
        answer();
      },
      (answer, leave) => {
        answer();
        setImmediate(leave);
      },
      (answer, leave) => {
        leave();
        setImmediate(answer);
      },
    ];
    for (const [index, together] of moments.entries()) {
      const call = await stage.caller(`7999000022${String(index)}`, TYUMEN, 500);
      await call.answered(SOON_MS);
      const ring = await bob.phone.nextRing(SOON_MS);
      const done: Promise<unknown>[] = [];
      together(
        () => done.push(ring.answer().then((talk) => talk.ended(SOON_MS))),
        () => done.push(call.hangUp()),
      );
      await until('both to have acted', () => done.length === 2);
      const [answer] = await Promise.allSettled(done);
      // The ring may have been cancelled first: then there was nothing to answer.
      if (answer?.status === 'rejected') expect(ring.state).toBe('cancelled');
      await stage.opora.noChannels();
      await stage.agentIs(bob.id, 'available');
    }

    const ended = await stage.endedCalls(moments.length);
    for (const { outcome } of ended) expect(['answered', 'abandoned']).toContain(outcome);
  });

  test('when the citizen hides their number, the call is served and no number is shown', async () => {
    const bob = await stage.operator('agent-101');
    const call = await stage.caller('79990000231', TYUMEN, 500, { withheld: true });
    const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
    await hearEachOther([talk, BOB], [call, 500]);
    await call.hangUp();

    const [ended] = await stage.endedCalls(1);
    const [signal] = await stage.signals();
    expect(ended?.outcome).toBe('answered');
    expect(ended).not.toHaveProperty('callerMasked');
    expect(signal).not.toHaveProperty('callerMasked');
  });

  test('when the citizen’s name is hostile, the call is served and the name appears nowhere', async () => {
    const bob = await stage.operator('agent-101');
    const planted = join(tmpdir(), `opora-planted-${String(process.pid)}`);
    const names = [
      `hostile "quoted' \\" name`,
      '<script>hostile()</script>',
      `hostile\${SHELL(touch ${planted})}`,
      `hostile\`touch ${planted}\`$(touch ${planted})`,
      'hostile\r\nX-Injected: yes\r\nAction: Logoff',
      `hostile ${'длинное имя '.repeat(60)}`,
      'hostile 🧨𝕏🏳️‍🌈',
      'hostile%s%n%00|;&,^',
    ];
    for (const [index, name] of names.entries()) {
      const call = await stage.caller(`7999000024${String(index)}`, TYUMEN, 500, { name });
      const ring = await bob.phone.nextRing(LATER_MS);
      expect(ring.from.name).not.toContain('hostile');
      const talk = await ring.answer();
      await hearEachOther([talk, BOB], [call, 500]);
      await call.hangUp();
      await talk.ended(SOON_MS);
    }

    const ended = await stage.endedCalls(names.length);
    const shown = JSON.stringify([ended, await stage.signals()]) + stage.opora.serviceLog();
    expect(shown).not.toContain('hostile');
    const left = existsSync(planted);
    rmSync(planted, { force: true });
    expect(left).toBe(false);
    expect(ended.map(({ outcome }) => outcome)).toEqual(names.map(() => 'answered'));
  });
});

describe('given two operators', () => {
  test('when the first does not answer, the next does, and the citizen keeps their place', async () => {
    const bob = await stage.operator('agent-101');
    const carol = await stage.operator('agent-102');
    const busy = await stage.caller('79990000301', TYUMEN, 500);
    const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
    await hearEachOther([talk, BOB], [busy, 500]);
    const first = await stage.caller('79990000302', TYUMEN, 900);
    const unanswered = await carol.phone.nextRing(SOON_MS);
    const second = await stage.caller('79990000303', TYUMEN, 1300);
    await second.answered(SOON_MS);
    // Carol leaves her desk: after this ring she takes no other.
    await carol.api.put('/api/agents/me/availability', { availability: 'away' });
    await unanswered.leaveRinging().cancelled(SOON_MS);
    const [, waiting] = await stage.callsAre((calls) => calls[1]?.phase === 'waiting');
    await stage.hearsMusic(first, waiting?.id ?? '');

    await talk.hangUp();

    for (const [call, toneHz] of [
      [first, 900],
      [second, 1300],
    ] as const) {
      const next = await (await bob.phone.nextRing(SOON_MS)).answer();
      await hearEachOther([next, BOB], [call, toneHz]);
      await next.hangUp();
    }
    const ended = await stage.endedCalls(3);
    expect(ended.map(({ missedBy }) => missedBy)).toEqual([[], ['agent-102'], []]);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'answered']);
  });

  test('when the first refuses the call, the other is rung at once', async () => {
    const bob = await stage.operator('agent-101');
    const carol = await stage.operator('agent-102');
    for (const [index, status] of [486, 603].entries()) {
      const call = await stage.caller(`7999000031${String(index)}`, TYUMEN, 500);
      const [refuses, answers] = index === 0 ? [bob, carol] : [carol, bob];
      await stage.agentIs(refuses.id, 'ringing');
      const refused = await refuses.phone.nextRing(SOON_MS);
      const refusedAt = performance.now();
      refused.reject(status);
      const ring = await answers.phone.nextRing(SOON_MS);
      expect(ring.receivedAt - refusedAt).toBeLessThan(2_000);
      const talk = await ring.answer();
      await hearEachOther([talk, CAROL], [call, 500]);
      await call.hangUp();
      await stage.agentIs(answers.id, 'available');
      // Whoever refused is the one who has been idle longest: they step back behind the other.
      await stage.endedCalls(index + 1);
      if (index === 0) {
        await bob.api.put('/api/agents/me/availability', { availability: 'away' });
        await bob.api.put('/api/agents/me/availability', { availability: 'available' });
      }
    }
    const ended = await stage.endedCalls(2);
    expect(ended.map(({ missedBy }) => missedBy)).toEqual([['agent-101'], ['agent-102']]);
  });

  test('when the first’s phone has signed off, only the other is rung', async () => {
    const bob = await stage.operator('agent-101');
    const carol = await stage.operator('agent-102');
    await bob.phone.unregister();
    await stage.opora.agentIs(stage.api, bob.id, ({ reachable }) => !reachable, SOON_MS);

    const call = await stage.caller('79990000321', TYUMEN, 500);

    const talk = await (await carol.phone.nextRing(SOON_MS)).answer();
    await hearEachOther([talk, CAROL], [call, 500]);
    await call.hangUp();
    const [ended] = await stage.endedCalls(1);
    expect(ended).toMatchObject({ agentId: 'agent-102', missedBy: [] });
    expect(bob.rings).toHaveLength(0);
  });

  test('when the first’s phone has lost its network, the other is rung after the ring time', async () => {
    const bob = await stage.operator('agent-101', { autoAnswer: 'silent' });
    const carol = await stage.operator('agent-102');

    const call = await stage.caller('79990000331', TYUMEN, 500);

    const talk = await (await carol.phone.nextRing(LATER_MS)).answer();
    await hearEachOther([talk, CAROL], [call, 500]);
    await call.hangUp();
    const [ended] = await stage.endedCalls(1);
    expect(ended).toMatchObject({ agentId: 'agent-102', missedBy: [bob.id] });
  });

  test('when two lines ring at once, both are served and each signal knows its line', async () => {
    const bob = await stage.operator('agent-101');
    const carol = await stage.operator('agent-102');
    const [free, city] = await Promise.all([
      stage.caller('79990000341', TYUMEN, 500),
      stage.caller('79990000342', TOGLIATTI, 900),
    ]);
    const [bobRing, carolRing] = await Promise.all([
      bob.phone.nextRing(SOON_MS),
      carol.phone.nextRing(SOON_MS),
    ]);
    const talks = await Promise.all([bobRing.answer(), carolRing.answer()]);
    await Promise.all([free.answered(SOON_MS), city.answered(SOON_MS)]);
    for (const talk of talks) talk.talk({ toneHz: BOB });
    await Promise.all([free.hears(BOB, SOON_MS), city.hears(BOB, SOON_MS)]);
    const tones = bobRing.from.number === TOGLIATTI ? [900, 500] : [500, 900];
    await Promise.all(talks.map((talk, index) => talk.hears(tones[index] ?? 0, SOON_MS)));
    await Promise.all([free.hangUp(), city.hangUp()]);

    await stage.endedCalls(2);
    const signals = await stage.signals();
    const lines = signals.map(({ line, number }) => `${line} ${number.slice(0, 3)}`).sort();
    expect(lines).toEqual(['togliatti-799004 САМ', 'tyumen ТМН']);
  });

  test('when colleagues are away or off duty, their phones stay quiet', async () => {
    const away = await stage.operator('agent-101');
    const offDuty = await stage.operator('agent-102');
    const carol = await stage.operator('agent-103');
    await away.api.put('/api/agents/me/availability', { availability: 'away' });
    await offDuty.api.put('/api/agents/me/availability', { availability: 'offDuty' });

    const call = await stage.caller('79990000351', TYUMEN, 500);
    const talk = await (await carol.phone.nextRing(SOON_MS)).answer();
    await hearEachOther([talk, CAROL], [call, 500]);
    const waiting = await stage.caller('79990000352', TYUMEN, 900);
    await waiting.answered(SOON_MS);
    await stage.phaseIs('waiting');
    await waiting.hangUp();
    await call.hangUp();

    const ended = await stage.endedCalls(2);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'abandoned']);
    expect([...away.rings, ...offDuty.rings]).toEqual([]);
  });
});

test('a citizen who dials a wrong number hears so politely, and the call leaves a trace', async () => {
  const call = await stage.caller('79990000401', '88005553535', 500);
  await call.answered(SOON_MS);
  await hearsSomething(call);
  const end = await call.ended(LATER_MS);

  expect(end.by).toBe('them');
  const [ended] = await stage.endedCalls(1);
  expect(ended).toMatchObject({ outcome: 'closed', outcomeReason: 'unknownLine' });
  expect(await stage.signals()).toHaveLength(1);
});

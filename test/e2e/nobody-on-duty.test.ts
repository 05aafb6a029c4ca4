import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_START_MS, TYUMEN } from '../kit/opora.ts';
import type { SipCall } from '../kit/sip-phone.ts';
import { samplesOfWav, toneShare } from '../kit/sip/sound.ts';
import { until } from '../kit/until.ts';
import { hearEachOther, hearsSomething, LATER_MS, SOON_MS, Stage } from './kit/play.ts';

const MAX_WAIT_MS = 8_000;
const CITIZEN = 500;
const DUTY = 1900;
/** 16-bit samples, 8,000 a second: three seconds. */
const THREE_SECONDS = 3 * 16_000;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ DUTY_MOBILE: 'PJSIP/agent-104', MAX_WAIT_MS: String(MAX_WAIT_MS) });
}, FIRST_START_MS);

afterEach(async () => {
  await stage.clear();
});

afterAll(async () => {
  await stage.close();
});

function recordingOf(callId: string): string {
  const folder = join(stage.opora.dataDir, 'asterisk/spool/recording/opora-voicemail');
  return join(folder, `${callId}.wav`);
}

/** Speaks on the voicemail for three seconds, then hangs up. */
async function leavesMessage(call: SipCall, callId: string): Promise<void> {
  await hearsSomething(call);
  await until(
    'three seconds of the message',
    () => statSync(recordingOf(callId)).size > THREE_SECONDS,
    LATER_MS,
  );
  await call.hangUp();
}

function toneInRecording(callId: string): number {
  const samples = samplesOfWav(readFileSync(recordingOf(callId)));
  return toneShare(samples.slice(-8_000), CITIZEN);
}

describe('given nobody on duty', () => {
  test('the citizen is led to the voicemail at once, and their message is kept', async () => {
    const call = await stage.caller('79990000501', TYUMEN, CITIZEN);
    await call.answered(SOON_MS);
    const [last] = await stage.phaseIs('lastResort');
    expect(call.state).toBe('talking');
    await leavesMessage(call, last?.id ?? '');

    const [ended] = await stage.endedCalls(1);
    expect(ended).toMatchObject({ outcome: 'voicemail', id: last?.id });
    expect(ended?.waitedMs).toBeLessThan(20_000);
    expect(toneInRecording(last?.id ?? '')).toBeGreaterThan(0.8);
    const [signal] = await stage.signals();
    expect(signal?.call).toMatchObject({ outcome: 'voicemail' });
  });

  test('the duty mobile rings, and whoever presses a key talks to the citizen', async () => {
    const mobile = await stage.opora.agentPhone('agent-104');
    const call = await stage.caller('79990000502', TYUMEN, CITIZEN);
    const ring = await mobile.nextRing(LATER_MS);
    expect(`${ring.from.name} ${ring.from.number}`).not.toContain('79990000502');
    const talk = await ring.answer();
    await hearsSomething(talk);
    await talk.sendDtmf('5');
    await hearEachOther([talk, DUTY], [call, CITIZEN]);
    await call.hangUp();
    await talk.ended(SOON_MS);

    const [ended] = await stage.endedCalls(1);
    expect(ended?.outcome).toBe('answered');
    expect(ended?.waitedMs).toBeGreaterThan(0);
    expect(ended).not.toHaveProperty('agentId');
  });

  test('a duty mobile’s own answering machine does not swallow the citizen', async () => {
    const machine = await stage.opora.agentPhone('agent-104', { autoAnswer: 'answer' });
    const call = await stage.caller('79990000503', TYUMEN, CITIZEN);
    await machine.nextRing(LATER_MS);
    const [last] = await stage.phaseIs('lastResort');
    await until(
      'the voicemail',
      () => statSync(recordingOf(last?.id ?? '')).size > THREE_SECONDS,
      2 * LATER_MS,
    );
    await call.hangUp();

    const [ended] = await stage.endedCalls(1);
    expect(ended?.outcome).toBe('voicemail');
  });

  test('a citizen who hangs up without a word has not been heard: they are abandoned', async () => {
    const call = await stage.caller('79990000504', TYUMEN, CITIZEN);
    await call.answered(SOON_MS);
    await stage.phaseIs('lastResort');
    await call.hangUp();

    const [ended] = await stage.endedCalls(1);
    expect(ended).toMatchObject({ outcome: 'abandoned', outcomeReason: 'lastResort' });
  });
});

test('an operator whose telephone has vanished does not keep the citizen waiting for long', async () => {
  const bob = await stage.operator('agent-101');
  await bob.phone.unregister();
  await stage.opora.agentIs(stage.api, bob.id, ({ reachable }) => !reachable, SOON_MS);
  const call = await stage.caller('79990000505', TYUMEN, CITIZEN);
  await call.answered(SOON_MS);

  const [last] = await stage.phaseIs('lastResort');

  await leavesMessage(call, last?.id ?? '');
  const [ended] = await stage.endedCalls(1);
  expect(ended?.outcome).toBe('voicemail');
});

test('a citizen who has waited too long is led to the voicemail', async () => {
  const bob = await stage.operator('agent-101');
  const busy = await stage.caller('79990000506', TYUMEN, 900);
  const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
  await hearEachOther([talk, DUTY], [busy, 900]);
  const call = await stage.caller('79990000507', TYUMEN, CITIZEN);
  await call.answered(SOON_MS);

  const [last] = await stage.phaseIs('lastResort');

  expect(Date.now() - Date.parse(last?.arrivedAt ?? '')).toBeGreaterThanOrEqual(MAX_WAIT_MS);
  await leavesMessage(call, last?.id ?? '');
  await busy.hangUp();
  const [first, second] = await stage.endedCalls(2);
  expect([first?.outcome, second?.outcome]).toEqual(['answered', 'voicemail']);
});

test('an operator who comes on duty is found by the next citizen', async () => {
  const before = await stage.caller('79990000508', TYUMEN, CITIZEN);
  await before.answered(SOON_MS);
  await stage.phaseIs('lastResort');
  const bob = await stage.operator('agent-101');
  const call = await stage.caller('79990000509', TYUMEN, 900);
  const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
  await hearEachOther([talk, DUTY], [call, 900]);
  await Promise.all([call.hangUp(), before.hangUp()]);
  const ended = await stage.endedCalls(2);
  expect(ended.map(({ outcome }) => outcome)).toEqual(['abandoned', 'answered']);
});

import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../../src/local/processes.ts';
import { FIRST_START_MS, TYUMEN } from '../kit/opora.ts';
import { until } from '../kit/until.ts';
import { hearEachOther, LATER_MS, SOON_MS, Stage, type Operator } from './kit/play.ts';

const BOB = 1900;

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ RING_TIMEOUT_MS: '15000' });
}, FIRST_START_MS);

afterEach(async () => {
  await stage.clear();
});

afterAll(async () => {
  await stage.close();
});

/** The postmaster and its children, as they are now. */
function databaseProcesses(): readonly number[] {
  const postmaster = stage.opora.postgresPid;
  const path = `/proc/${String(postmaster)}/task/${String(postmaster)}/children`;
  const children = readFileSync(path, 'utf8').split(' ').filter(Boolean).map(Number);
  return [postmaster, ...children];
}

/** A whole call that needs nothing but the telephone. */
async function rightCall(bob: Operator, number: string, toneHz: number): Promise<void> {
  const call = await stage.caller(number, TYUMEN, toneHz);
  const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
  await hearEachOther([talk, BOB], [call, toneHz]);
  await call.hangUp();
  await talk.ended(SOON_MS);
}

describe('given a PostgreSQL that is away', () => {
  test('when it hangs, citizens are answered, and the record catches up whole', async () => {
    const bob = await stage.operator('agent-101');
    const before = await stage.caller('79990000701', TYUMEN, 500);
    const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
    await hearEachOther([talk, BOB], [before, 500]);
    const frozen = databaseProcesses();
    for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    try {
      await before.hangUp();
      await talk.ended(SOON_MS);
      await rightCall(bob, '79990000702', 900);
      await rightCall(bob, '79990000703', 1300);
    } finally {
      for (const pid of frozen.filter(isAlive)) process.kill(pid, 'SIGCONT');
    }

    const ended = await stage.endedCalls(3);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'answered', 'answered']);
    expect(ended.map(({ agentId }) => agentId)).toEqual([bob.id, bob.id, bob.id]);
  });

  test('when it is killed, citizens are answered, and it is started again', async () => {
    const bob = await stage.operator('agent-101');
    const killed = stage.opora.postgresPid;
    process.kill(killed, 'SIGKILL');
    await rightCall(bob, '79990000711', 500);
    await rightCall(bob, '79990000712', 900);

    const ended = await stage.endedCalls(2);
    expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'answered']);
    expect(stage.opora.postgresPid).not.toBe(killed);
  });
});

test('given an Asterisk that is killed, its calls have one outcome each, and the next one is served', async () => {
  const bob = await stage.operator('agent-101');
  const carol = await stage.operator('agent-102');
  const spoken = await stage.caller('79990000721', TYUMEN, 500);
  const talk = await (await bob.phone.nextRing(SOON_MS)).answer();
  await hearEachOther([talk, BOB], [spoken, 500]);
  await stage.caller('79990000722', TYUMEN, 900);
  await carol.phone.nextRing(SOON_MS);
  await stage.caller('79990000723', TYUMEN, 1300);
  await stage.callsAre(
    (calls) => calls.map(({ phase }) => phase).join(' ') === 'talking offered waiting',
    LATER_MS,
  );
  const killed = stage.opora.asteriskPid;
  const service = stage.opora.running.pid;
  process.kill(killed, 'SIGKILL');

  const ended = await stage.endedCalls(3, 2 * LATER_MS);
  expect(ended.map(({ outcome }) => outcome)).toEqual(['answered', 'abandoned', 'abandoned']);
  expect(stage.opora.running.pid).toBe(service);
  await stage.agentIs(bob.id, 'available');
  await stage.agentIs(carol.id, 'available');
  await carol.api.put('/api/agents/me/availability', { availability: 'offDuty' });
  // As a telephone does by itself when its registration is due.
  for (const { phone } of [bob, carol]) {
    await until('the phone to be registered', () => phone.register().then(() => true), LATER_MS);
  }
  await stage.opora.agentIs(stage.api, bob.id, ({ reachable }) => reachable, LATER_MS);
  bob.phone.forgetRings();
  await rightCall(bob, '79990000724', 500);
  await stage.endedCalls(4);
});

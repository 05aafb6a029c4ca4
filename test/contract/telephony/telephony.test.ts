import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectTelephony } from '../../../src/adapters/asterisk/connect-telephony.ts';
import type { AriSettings } from '../../../src/adapters/asterisk/ari-settings.ts';
import type { Telephony } from '../../../src/ports/telephony.ts';
import { FIRST_START_MS, startSwitchboard, type Switchboard } from '../../kit/asterisk.ts';
import type { SipCall } from '../../kit/sip-phone.ts';
import { collectLog } from './collect-log.ts';
import { Recorder, startRecording } from './recorder.ts';
import { ShakyWire } from './shaky-wire.ts';

/** Nothing here takes longer: a hook that hangs shall say so soon. */
const HOOK_MS = 20_000;
const LINE = '88002007201';
const CITIZEN = '+79220000001';

let board: Switchboard;
beforeAll(async () => {
  board = await startSwitchboard(['agent-1', 'agent-2', 'agent-away']);
  board.addTonePrompt('ru', 'tone', 1_004, 1_000);
}, FIRST_START_MS);
afterAll(async () => {
  await board.close();
}, HOOK_MS);

function settingsOf(transport: AriSettings['transport'], url = board.ariUrl): AriSettings {
  const { ariUser, ariPassword } = board.settings;
  return { url, user: ariUser, password: ariPassword, transport };
}

describe.each(['websocket', 'http'] as const)('telephony over %s', (transport) => {
  const log = collectLog();
  const open = (url = board.ariUrl): Telephony =>
    connectTelephony({ settings: settingsOf(transport, url), clock: Date, log });
  let telephony: Telephony;
  let heard: Recorder;

  beforeEach(async () => {
    telephony = open();
    heard = await startRecording(telephony);
    await telephony.beat();
  }, HOOK_MS);
  afterEach(async () => {
    await board.closePhones();
    const { channels, bridges } = await telephony.snapshot();
    await Promise.all(channels.map(({ id }) => telephony.hangUp(id, 'normal')));
    await Promise.all(bridges.map(({ id }) => telephony.closeBridge(id)));
    await telephony.stop();
  }, HOOK_MS);

  async function arrive(options = {}): Promise<{ call: SipCall; channel: string }> {
    const before = heard.events.length;
    const phone = await board.citizen(CITIZEN, options);
    const call = await phone.call(LINE);
    const { channel } = await heard.next(
      'arrived',
      (event) => heard.events.indexOf(event) >= before,
    );
    await telephony.lease(channel, 0);
    return { call, channel };
  }

  async function ring(endpoint: string, change = {}): Promise<string> {
    const channel = `agent-${randomUUID()}`;
    await telephony.ring({
      channel,
      endpoint,
      ringTimeoutMs: 10_000,
      callerName: 'Горячая линия',
      callerNumber: LINE,
      variables: { OPORA_CALL: 'call-1' },
      ...change,
    });
    return channel;
  }

  async function talk(): Promise<{
    citizen: { call: SipCall; channel: string };
    agent: { call: SipCall; channel: string };
  }> {
    const phone = await board.agent('agent-1');
    const citizen = await arrive();
    await telephony.answer(citizen.channel);
    const channel = await ring('agent-1');
    const call = await (await phone.nextRing(3_000)).answer();
    await heard.next('ringAnswered', (event) => event.channel === channel);
    const bridge = `talk-${randomUUID()}`;
    await telephony.openBridge(bridge, 'talk');
    await telephony.join(bridge, [citizen.channel, channel]);
    return { citizen, agent: { call, channel } };
  }

  /** Half a second of sound that is not silence. */
  async function music(call: SipCall): Promise<void> {
    call.resetHeard();
    await expect.poll(() => call.heard().packets, { timeout: 4_000 }).toBeGreaterThan(25);
    expect(call.heard().rms).toBeGreaterThan(150);
  }

  const gone = (channel: string) => heard.next('channelGone', (event) => event.channel === channel);

  test('a citizen who rings is told with the line and the number', async () => {
    const { channel } = await arrive({ name: 'Анна' });
    const event = await heard.next('arrived', (one) => one.channel === channel);
    expect(event).toMatchObject({ dialled: LINE, callerNumber: CITIZEN, callerName: 'Анна' });
    expect(Math.abs(event.at - Date.now())).toBeLessThan(5_000);
    expect(await telephony.channelIds()).toContain(channel);
  });

  test.each([
    ['quotes', 'a"b <sip:x@y>;tag=1'],
    ['a function of the dialplan', '${SHELL(id)},${EXTEN}'],
    ['emoji and direction marks', '😀\u202e evil'],
  ])('a citizen with %s in the name is heard like anybody', async (_what, name) => {
    const { channel } = await arrive({ name });
    const agent = await board.agent('agent-1');
    await ring('agent-1', { callerName: name, callerNumber: `${LINE}>;x="` });
    const shown = await agent.nextRing(3_000);
    expect(shown.from.number).toBe(`${LINE}x`);
    expect(shown.from.name).not.toMatch(/[<>"]/);
    await telephony.hangUp(channel, 'normal');
    await gone(channel);
  });

  test('a citizen who gives up before the answer is told at once, and once', async () => {
    const { call, channel } = await arrive();
    await call.hangUp();
    // A CANCEL without a Reason header gives 127 (interworking).
    expect([16, 127]).toContain((await gone(channel)).cause);
    await telephony.hangUp(channel, 'normal');
    expect(heard.count('channelGone')).toBe(1);
    expect(heard.count('channelLeft')).toBe(0);
  });

  test('the phone of an agent rings, shows the line, is answered, and hung up twice', async () => {
    const phone = await board.agent('agent-1');
    const channel = await ring('agent-1');
    const shown = await phone.nextRing(3_000);
    expect(shown.from).toMatchObject({ name: 'Горячая линия', number: LINE });
    await heard.next('ringing', (event) => event.channel === channel);
    const call = await shown.answer();
    await heard.next('ringAnswered', (event) => event.channel === channel);
    expect(await telephony.getVariable(channel, 'OPORA_CALL')).toBe('call-1');
    expect(await telephony.getVariable(channel, 'OPORA_NOTHING')).toBeUndefined();
    await telephony.hangUp(channel, 'normal');
    await telephony.hangUp(channel, 'normal');
    await call.ended(2_000);
    await gone(channel);
    expect(heard.count('channelGone')).toBe(1);
  });

  test('an agent who refuses is told as busy', async () => {
    await board.agent('agent-1', { autoAnswer: 'busy' });
    const channel = await ring('agent-1');
    expect((await gone(channel)).cause).toBe(17);
  });

  test('a phone that is not registered is refused at once', async () => {
    await expect(ring('agent-away')).rejects.toMatchObject({ code: 'telephony-refused' });
    expect(heard.count('channelGone')).toBe(0);
  });

  test('a phone that nobody picks up stops ringing in time', async () => {
    const phone = await board.agent('agent-1');
    const channel = await ring('agent-1', { ringTimeoutMs: 1_000 });
    const shown = await phone.nextRing(3_000);
    expect((await gone(channel)).cause).toBe(19);
    await expect.poll(() => shown.state).toBe('cancelled');
  });

  test('a ring that is taken back does not ring on', async () => {
    const phone = await board.agent('agent-1');
    const channel = await ring('agent-1');
    const shown = await phone.nextRing(3_000);
    await telephony.hangUp(channel, 'normal');
    await gone(channel);
    await expect.poll(() => shown.state).toBe('cancelled');
  });

  test('an answer that comes after the caller left finds a phone that can be hung up', async () => {
    const phone = await board.agent('agent-1');
    const citizen = await arrive();
    const channel = await ring('agent-1');
    const shown = await phone.nextRing(3_000);
    await citizen.call.hangUp();
    await gone(citizen.channel);
    const call = await shown.answer();
    await heard.next('ringAnswered', (event) => event.channel === channel);
    await telephony.hangUp(channel, 'normal');
    await call.ended(2_000);
  });

  test('the same ring, bridge and closing asked for twice are harmless', async () => {
    const phone = await board.agent('agent-1');
    const channel = `agent-${randomUUID()}`;
    const twice = [ring('agent-1', { channel }), ring('agent-1', { channel })];
    await Promise.all(twice);
    await phone.nextRing(3_000);
    for (const kind of ['talk', 'hold'] as const) {
      await telephony.openBridge(`twice-${kind}`, kind);
      await telephony.openBridge(`twice-${kind}`, kind);
      await telephony.closeBridge(`twice-${kind}`);
      await telephony.closeBridge(`twice-${kind}`);
    }
    await telephony.stopPlay('nothing-plays');
    const { channels } = await telephony.snapshot();
    expect(channels.filter(({ id }) => id === channel)).toHaveLength(1);
  });

  test('who waits hears music, and the greeting over it, and music again', async () => {
    const { call, channel } = await arrive();
    await Promise.all([telephony.answer(channel), telephony.openBridge('wait-1', 'hold')]);
    await telephony.join('wait-1', [channel]);
    await call.answered(2_000);
    await music(call);
    await telephony.play(channel, 'tone', 'ru', 'greeting-1');
    await call.hears(1_004, 3_000);
    await heard.next('promptEnded', (event) => event.playback === 'greeting-1');
    await music(call);
    await telephony.play(channel, 'tone', 'ru', 'greeting-2');
    await call.hears(1_004, 3_000);
    await telephony.stopPlay('greeting-2');
    await heard.next('promptEnded', (event) => event.playback === 'greeting-2', 500);
  });

  test('who waits after everybody else had left hears music, too', async () => {
    const first = await arrive();
    await Promise.all([telephony.answer(first.channel), telephony.openBridge('wait-4', 'hold')]);
    await telephony.join('wait-4', [first.channel]);
    await music(first.call);
    await first.call.hangUp();
    await gone(first.channel);
    const second = await arrive();
    await telephony.answer(second.channel);
    await telephony.join('wait-4', [second.channel]);
    await music(second.call);
  });

  test('the two who talk hear each other, after the wait, and their audio is measured', async () => {
    const phone = await board.agent('agent-1');
    const citizen = await arrive();
    await Promise.all([telephony.answer(citizen.channel), telephony.openBridge('wait-2', 'hold')]);
    await telephony.join('wait-2', [citizen.channel]);
    const channel = await ring('agent-1');
    const call = await (await phone.nextRing(3_000)).answer();
    await heard.next('ringAnswered');
    await telephony.openBridge('talk-2', 'talk');
    await telephony.join('talk-2', [citizen.channel, channel]);
    citizen.call.talk({ toneHz: 800 });
    call.talk({ toneHz: 1_200 });
    await Promise.all([citizen.call.hears(1_200, 4_000), call.hears(800, 4_000)]);
    const { bridges } = await telephony.snapshot();
    expect(bridges.find(({ id }) => id === 'talk-2')?.channels).toHaveLength(2);
    expect(bridges.find(({ id }) => id === 'wait-2')?.channels).toEqual([]);
    await citizen.call.hangUp();
    await gone(citizen.channel);
    const measured = heard.events.findIndex(
      (one) => one.type === 'qualityMeasured' && one.channel === citizen.channel,
    );
    const ended = heard.events.findIndex((one) => one.type === 'channelGone');
    expect(measured).toBeGreaterThanOrEqual(0);
    expect(measured).toBeLessThan(ended);
    const { quality } = heard.events[measured] as { quality: { mos: number; lossPercent: number } };
    expect(quality.mos).toBeGreaterThan(3.5);
    expect(quality.lossPercent).toBeLessThan(5);
  });

  test('the keys that either presses in a talk are told', async () => {
    const { citizen, agent } = await talk();
    await citizen.call.sendDtmf('5');
    await heard.next('keyPressed', (one) => one.channel === citizen.channel && one.key === '5');
    await agent.call.sendDtmf('#');
    await heard.next('keyPressed', (one) => one.channel === agent.channel && one.key === '#');
  });

  test('a caller who is handed back lives on and is told as left', async () => {
    const { call, channel } = await arrive();
    await telephony.handBack(channel, 'opora-fallback');
    await heard.next('channelLeft', (event) => event.channel === channel);
    await call.answered(3_000);
    const { channels } = await telephony.snapshot();
    expect(channels.find(({ id }) => id === channel)).toMatchObject({ ours: false });
    expect(await telephony.channelIds()).not.toContain(channel);
    await call.hangUp();
    expect(heard.count('channelGone')).toBe(0);
  });

  test('a caller whom nobody looks after goes back to the switch when the lease is over', async () => {
    const { call, channel } = await arrive();
    await telephony.answer(channel);
    await telephony.openBridge('wait-3', 'hold');
    await telephony.join('wait-3', [channel]);
    await telephony.lease(channel, 300);
    await heard.next('channelLeft', (event) => event.channel === channel);
    expect(call.state).toBe('talking');
  });

  test('a join of somebody who has just gone is refused, with the status', async () => {
    await telephony.openBridge('talk-3', 'talk');
    await expect(telephony.join('talk-3', ['nobody'])).rejects.toMatchObject({
      code: 'telephony-refused',
      details: { status: 400 },
    });
  });

  test('a wrong password stops the start with a clear sentence', async () => {
    const settings = { ...settingsOf(transport), password: 'wrong-password' };
    const wrong = connectTelephony({ settings, clock: Date, log });
    await expect(wrong.start(new Recorder())).rejects.toThrow(/wrong ARI user or password/);
    await wrong.stop();
  });

  test('a second controller takes over, and the first stops for ever', async () => {
    const second = open();
    const heardBySecond = await startRecording(second);
    await heard.until(() => heard.count('replaced') === 1, 'replacement');
    await expect(telephony.beat()).rejects.toMatchObject({ code: 'telephony-down' });
    expect(heard.count('disconnected')).toBe(0);
    expect(heardBySecond.count('replaced')).toBe(0);
    await telephony.stop();
    telephony = second;
  });

  test('after a torn connection the state is asked for, and what came meanwhile waits', async () => {
    const wire = await ShakyWire.to(board.settings.httpPort);
    const shaky = open(`http://127.0.0.1:${String(wire.port)}`);
    await telephony.stop();
    heard = await startRecording(shaky);
    telephony = shaky;
    await telephony.beat();
    const first = await arrive();
    await telephony.answer(first.channel);
    const allowed = Promise.withResolvers<undefined>();
    let found: readonly string[] = [];
    heard.whenConnected = async () => {
      found = (await shaky.snapshot()).channels.filter(({ ours }) => ours).map(({ id }) => id);
      await allowed.promise;
    };
    wire.cut();
    await heard.until(() => heard.count('disconnected') === 1, 'disconnect');
    await expect(shaky.beat()).rejects.toMatchObject({ code: 'telephony-down' });
    wire.mend();
    await heard.until(() => heard.count('connected') === 2, 'second connect', 10_000);
    await expect.poll(() => found).toContain(first.channel);
    await shaky.beat();
    const second = await (await board.citizen('+79220000002')).call(LINE);
    await expect.poll(() => shaky.channelIds()).toHaveLength(2);
    await first.call.sendDtmf('7');
    await first.call.hangUp();
    await expect.poll(() => shaky.channelIds()).toHaveLength(1);
    expect(heard.count('arrived')).toBe(1);
    allowed.resolve(undefined);
    await heard.until(() => heard.count('channelGone') === 1, 'end of the first call');
    const after = heard.story.slice(heard.story.lastIndexOf('connected'));
    expect(after.filter((line) => line !== 'qualityMeasured')).toEqual([
      'connected',
      'reconciled',
      'arrived',
      'keyPressed',
      'channelGone',
    ]);
    await second.hangUp();
    await heard.until(() => heard.count('channelGone') === 2, 'end of the second call');
    await telephony.stop();
    await wire.close();
    telephony = open();
    heard = await startRecording(telephony);
  });

  test('a switch that freezes is noticed, and used again when it thaws', async () => {
    process.kill(board.asterisk.pid, 'SIGSTOP');
    try {
      await heard.until(() => heard.count('disconnected') === 1, 'disconnect', 8_000);
      await expect(telephony.beat()).rejects.toMatchObject({ code: 'telephony-down' });
    } finally {
      process.kill(board.asterisk.pid, 'SIGCONT');
    }
    await heard.until(() => heard.count('reconciled') === 2, 'second connect', 15_000);
    await telephony.beat();
    await arrive();
    expect(heard.count('replaced')).toBe(0);
  });
});

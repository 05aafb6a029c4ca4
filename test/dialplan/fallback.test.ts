import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderAgentEndpoints } from '../../src/adapters/asterisk/agent-endpoints.ts';
import {
  type ParsedFallback,
  parseFallbackRecord,
} from '../../src/adapters/asterisk/fallback-record.ts';
import { SipPhone, type SipPhoneOptions } from '../kit/sip-phone.ts';
import {
  type AsteriskUnderTest,
  asteriskUnderTest,
  FIRST_START_MS,
} from '../local/asterisk/asterisk-under-test.ts';
import { AmiDouble } from './ami-double.ts';
import { ServiceDouble } from './service-double.ts';

const PASSWORD = 'phone-password';
const LINE = '88002007201';
const CITIZEN = '+79220000001';
/** No greeting stands before the ring. */
const RUNG_WITHIN_MS = 3_000;

let world: AsteriskUnderTest;
let ami: AmiDouble;
const phones: SipPhone[] = [];

async function phone(options: Omit<SipPhoneOptions, 'server'>): Promise<SipPhone> {
  const server = { host: '127.0.0.1', port: world.settings.sipPort };
  const made = await SipPhone.open({ server, ...options });
  phones.push(made);
  return made;
}

async function registered(user: string): Promise<SipPhone> {
  const made = await phone({ user, password: PASSWORD });
  await made.register();
  return made;
}

const citizen = (options: Partial<SipPhoneOptions> = {}): Promise<SipPhone> =>
  phone({ user: CITIZEN, ...options });

/** Waits for the dialplan's word that a call has ended, and reads its record over AMI. */
async function nextRecord(withinMs = 3000): Promise<ParsedFallback> {
  const told = await ami.inbox.next((one) => one['userevent'] === 'OporaFallback', withinMs);
  const id = told['record'] ?? '';
  await ami.ask('DBGetTree', { Family: 'opora-fallback' });
  const entry = await ami.inbox.next(
    (one) => one['event'] === 'DBGetTreeResponse' && (one['key'] ?? '').endsWith(id),
    1000,
  );
  expect(await ami.ask('DBDel', { Family: 'opora-fallback', Key: id })).toMatchObject({
    response: 'Success',
  });
  const parsed = parseFallbackRecord(entry['key'] ?? '', entry['val'] ?? '');
  if (parsed === null) throw new Error(`No record of ours: ${JSON.stringify(entry)}`);
  return parsed;
}

async function onDuty(...users: string[]): Promise<void> {
  for (const user of ['agent-101', 'agent-102']) {
    const action = users.includes(user) ? 'QueueAdd' : 'QueueRemove';
    await ami.ask(action, { Queue: 'opora-fallback', Interface: `PJSIP/${user}` });
  }
}

beforeAll(async () => {
  world = await asteriskUnderTest({ dutyMobile: 'PJSIP/agent-109' });
  const accounts = ['agent-101', 'agent-102', 'agent-109'].map((sipUser) => ({
    id: sipUser,
    sipUser,
    sipPassword: PASSWORD,
  }));
  writeFileSync(join(world.asterisk.etcDir, 'pjsip_agents.conf'), renderAgentEndpoints(accounts));
  ami = await AmiDouble.connect(world.settings);
  expect(await ami.ask('Reload', { Module: 'res_pjsip' })).toMatchObject({ response: 'Success' });
}, FIRST_START_MS);
afterAll(async () => {
  ami.close();
  await world.close();
});
beforeEach(async () => {
  await onDuty();
});
afterEach(async () => {
  await Promise.all(phones.splice(0).map((one) => one.close()));
});

describe('while the service is away', () => {
  test('the person on duty is rung, sees the line and not the citizen, and is recorded', async () => {
    const agent = await registered('agent-101');
    await onDuty('agent-101', 'agent-102');
    const call = await (await citizen()).call(LINE);
    const ring = await agent.nextRing(RUNG_WITHIN_MS);
    expect(ring.from.number).toBe(LINE);
    expect(`${ring.headers.toString()} ${JSON.stringify(ring.from)}`).not.toContain(CITIZEN);
    const talk = await ring.answer();
    call.talk({ toneHz: 440 });
    talk.talk({ toneHz: 1004 });
    await Promise.all([talk.hears(440, 3000), call.hears(1004, 3000)]);
    await talk.hangUp();
    await call.ended(2000);
    const { open, reason, record } = await nextRecord();
    expect({ open, reason }).toEqual({ open: false, reason: 'no-beat' });
    expect(record).toMatchObject({ dialled: LINE, callerNumber: CITIZEN, outcome: 'answered' });
    expect(record.answeredBy).toBe('agent-101');
    expect(record.waitedMs).toBeLessThan(RUNG_WITHIN_MS);
    // The queue counts its callers' waiting in whole seconds.
    expect(record.talkedMs).toBeLessThan(4000);
    expect(record.endedAt - record.arrivedAt).toBe(record.waitedMs + record.talkedMs);
  });

  test('a caller who leaves while the phones ring is recorded as abandoned', async () => {
    const agent = await registered('agent-101');
    await onDuty('agent-101');
    const call = await (await citizen()).call(LINE);
    const ring = await agent.nextRing(RUNG_WITHIN_MS);
    await call.hangUp();
    await ring.cancelled(2000);
    const { record } = await nextRecord();
    expect(record).toMatchObject({ outcome: 'abandoned', talkedMs: 0 });
    expect(record.answeredBy).toBeUndefined();
  });

  test('with nobody on duty the duty mobile is rung at once and answers by a key', async () => {
    const mobile = await registered('agent-109');
    const call = await (await citizen()).call(LINE);
    const ring = await mobile.nextRing(RUNG_WITHIN_MS);
    expect(ring.from.number).toBe(LINE);
    const talk = await ring.answer();
    await talk.sendDtmf('5');
    talk.talk({ toneHz: 1004 });
    await call.hears(1004, 4000);
    await call.hangUp();
    const { record } = await nextRecord();
    expect(record).toMatchObject({ outcome: 'answered', answeredBy: 'duty-mobile' });
    expect(record.talkedMs).toBeLessThan(5000);
  });

  test('a duty phone that is away leads to a message, which is kept', async () => {
    const call = await (await citizen({ withheld: true })).call(LINE);
    await call.answered(2000);
    call.talk({ toneHz: 440 });
    const file = (): string | undefined => voicemailFiles()[0];
    await expect.poll(file, { timeout: 25_000, interval: 100 }).toBeDefined();
    await expect
      .poll(() => statSync(file() ?? '').size, { timeout: 10_000, interval: 100 })
      .toBeGreaterThan(3 * 16_000);
    await call.hangUp();
    const { record } = await nextRecord();
    expect(record).toMatchObject({ callerNumber: '', outcome: 'voicemail', talkedMs: 0 });
    const recording = join(world.asterisk.recordingsDir, `${record.recording ?? ''}.wav`);
    expect(existsSync(recording)).toBe(true);
  }, 45_000);

  test('a caller name full of hostile signs changes nothing', async () => {
    const hostile = '"${SHELL(id)}|voicemail||,)(;\\ Set(DB(x/y)=1)';
    const call = await (await citizen({ name: hostile })).call(LINE);
    await call.answered(2000);
    await call.hangUp();
    const { record } = await nextRecord();
    expect(record).toMatchObject({ dialled: LINE, callerNumber: CITIZEN, outcome: 'abandoned' });
    expect(await world.asterisk.cli('database show x')).toContain('0 results');
  });
});

describe('while the service lives', () => {
  let service: ServiceDouble;
  beforeEach(async () => {
    service = await ServiceDouble.connect(world.settings);
  });
  afterEach(async () => {
    await service.noBeat();
    await service.disconnect();
  });

  test('a call is handed to it with the line, and no record is made', async () => {
    await service.beat();
    const call = await (await citizen()).call(LINE);
    const arrival = await service.nextArrival(2000);
    expect(arrival.args).toEqual(['arrive', LINE]);
    await call.hangUp();
    await service.events.next((event) => event.type === 'StasisEnd', 2000);
    expect(await world.asterisk.cli('database show opora-fallback')).toContain('0 results');
  });

  test('a heartbeat that is five seconds old sends the call to the fallback at once', async () => {
    await service.beat(5);
    const call = await (await citizen()).call(LINE);
    await call.answered(1500);
    await call.hangUp();
    expect((await nextRecord()).reason).toBe('no-beat');
  });

  test('a call that it hands back for want of people goes to the last resort', async () => {
    await service.beat();
    const call = await (await citizen()).call(LINE);
    const { id } = await service.nextArrival(2000);
    const target = { context: 'opora-last-resort', extension: 's', priority: '1' };
    await service.ask('POST', `channels/${id}/continue`, target);
    await call.answered(2000);
    await call.hangUp();
    const { reason, record } = await nextRecord();
    expect({ id: record.id, reason }).toEqual({ id, reason: 'handed-back' });
  });

  test('a call whose lease it renewed before it handed it back leaves its record, too', async () => {
    await service.beat();
    const call = await (await citizen()).call(LINE);
    const { id } = await service.nextArrival(2000);
    const lease = { variable: 'TIMEOUT(absolute)', value: '60' };
    await service.ask('POST', `channels/${id}/variable`, lease);
    const target = { context: 'opora-last-resort', extension: 's', priority: '1' };
    await service.ask('POST', `channels/${id}/continue`, target);
    await call.answered(2000);
    await call.hangUp();
    const { reason, record } = await nextRecord();
    expect({ id: record.id, reason }).toEqual({ id, reason: 'handed-back' });
  });

  test('a call that arrives just after it died goes to the fallback', async () => {
    await service.beat();
    await service.disconnect();
    const call = await (await citizen()).call(LINE);
    await call.answered(1500);
    await call.hangUp();
    expect((await nextRecord()).reason).toBe('refused');
    service = await ServiceDouble.connect(world.settings);
  });
});

test('an account is a SIP phone and a browser phone after a reload over AMI', async () => {
  const shown = await world.asterisk.cli('pjsip show endpoint agent-101-web');
  expect(shown).toMatch(/webrtc +: yes/);
  expect(shown).toMatch(/dtls_auto_generate_cert +: Yes/);
  expect(shown).toMatch(/allow +: \(opus\|alaw\|ulaw\)/);
  expect(await world.asterisk.cli('pjsip show endpoint agent-101')).toMatch(/context +: from-agent/);
});

describe('what nobody may dial', () => {
  test.each(['abc', '12', '1234567890123456', '8800;200', '+'])('%s is refused', async (dialled) => {
    const call = await (await citizen()).call(dialled);
    const end = await call.ended(3000);
    expect(end.status).toBe(404);
  });

  test('an agent who dials is told that the phone only receives', async () => {
    const agent = await registered('agent-101');
    const call = await agent.call('89220000001');
    await call.answered(2000);
    const end = await call.ended(8000);
    expect(end.by).toBe('them');
  });
});

test('the dialplan names nothing that Asterisk does not have', () => {
  const log = readFileSync(join(world.settings.dataDir, 'asterisk/log/messages'), 'utf8');
  // A missing application, function, sound or module is told by these parts of Asterisk only.
  const source = /\] (WARNING|ERROR)\S* (pbx|loader|file|config\w*|func_\w+|ast_expr\w*|app_(playback|record|read|stack|exec))\.\w+:/;
  expect(log.split('\n').filter((line) => source.test(line))).toEqual([]);
});

function voicemailFiles(): string[] {
  const dir = join(world.asterisk.recordingsDir, 'opora-voicemail');
  return readdirSync(dir).map((name) => join(dir, name));
}

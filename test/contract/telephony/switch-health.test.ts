import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AmiSession } from '../../../src/adapters/asterisk/ami-session.ts';
import { AmiSwitchHealth } from '../../../src/adapters/asterisk/ami-switch-health.ts';
import type { SwitchHealthListener } from '../../../src/ports/switch-health.ts';
import { FIRST_START_MS, startSwitchboard, type Switchboard } from '../../kit/asterisk.ts';
import { collectLog } from './collect-log.ts';
import { ShakyWire } from './shaky-wire.ts';

/** Nothing here takes longer: a hook that hangs shall say so soon. */
const HOOK_MS = 20_000;
const PASSWORD = 'phone-password-of-a-test';
const accountOf = (sipUser: string) => ({ id: sipUser, sipUser, sipPassword: PASSWORD });

class HealthRecorder implements SwitchHealthListener {
  endpoints: ReadonlySet<string> = new Set();
  readonly story: string[] = [];
  reachable(endpoints: ReadonlySet<string>): void {
    this.endpoints = endpoints;
    this.story.push('reachable');
  }
  fallbackEnded(): void {
    this.story.push('fallbackEnded');
  }
  connected(): void {
    this.story.push('connected');
  }
  disconnected(): void {
    this.story.push('disconnected');
  }
  count(word: string): number {
    return this.story.filter((line) => line === word).length;
  }
}

let board: Switchboard;
let wire: ShakyWire;
let health: AmiSwitchHealth;
let heard: HealthRecorder;

beforeAll(async () => {
  board = await startSwitchboard([]);
}, FIRST_START_MS);
afterAll(async () => {
  await board.close();
}, HOOK_MS);
beforeEach(async () => {
  wire = await ShakyWire.to(board.settings.amiPort);
  health = open(board.settings.amiPassword);
  heard = new HealthRecorder();
  await health.start(heard);
}, HOOK_MS);
afterEach(async () => {
  await board.closePhones();
  await health.stop();
  await wire.close();
}, HOOK_MS);

const settingsOf = (password: string) => ({
  host: '127.0.0.1',
  port: wire.port,
  user: board.settings.amiUser,
  password,
});

function open(password: string): AmiSwitchHealth {
  return new AmiSwitchHealth({
    settings: settingsOf(password),
    agentsPath: join(board.asterisk.etcDir, 'pjsip_agents.conf'),
    log: collectLog(),
  });
}

const members = async (): Promise<string[]> => {
  const shown = await board.asterisk.cli('queue show opora-fallback');
  return [...shown.matchAll(/PJSIP\/([\w-]+)/g)].map(([, name = '']) => name).sort();
};

describe('the management side of the switch', () => {
  test('a phone can register as soon as its account is published, and is told as reachable', async () => {
    await health.publishPhones([accountOf('anna'), accountOf('boris')]);
    const phone = await board.agent('anna');
    await expect.poll(() => [...heard.endpoints], { timeout: 3_000 }).toEqual(['anna']);
    await board.agent('boris');
    await expect.poll(() => heard.endpoints.size, { timeout: 3_000 }).toBe(2);
    await phone.unregister();
    await expect.poll(() => [...heard.endpoints], { timeout: 3_000 }).toEqual(['boris']);
  });

  test('an account that is taken away can no longer register', async () => {
    await health.publishPhones([accountOf('vera')]);
    await board.agent('vera');
    await health.publishPhones([]);
    await expect(board.agent('vera')).rejects.toMatchObject({ code: 'sip-refused' });
    const file = join(board.asterisk.etcDir, 'pjsip_agents.conf');
    expect(readFileSync(file, 'utf8')).not.toContain('vera');
  });

  test('the fallback queue rings exactly those on duty', async () => {
    await health.setFallbackMembers(['anna', 'boris']);
    expect(await members()).toEqual(['anna', 'boris']);
    await health.setFallbackMembers(['boris', 'vera']);
    expect(await members()).toEqual(['boris', 'vera']);
    await health.setFallbackMembers([]);
    expect(await members()).toEqual([]);
  });

  test('members that changed during a lost connection are put right after it', async () => {
    await health.setFallbackMembers(['anna']);
    wire.cut();
    await expect.poll(() => heard.count('disconnected')).toBe(1);
    const late = health.setFallbackMembers(['boris']);
    await expect(late).rejects.toMatchObject({ code: 'telephony-down' });
    await board.asterisk.cli('queue add member PJSIP/stranger to opora-fallback');
    wire.mend();
    await expect.poll(members, { timeout: 8_000 }).toEqual(['boris']);
    await health.setFallbackMembers([]);
  });

  test('a call that was handled without us can be read, and is forgotten when told so', async () => {
    const caller = await board.citizen('+79220000003');
    const call = await caller.call('88002007201');
    await call.answered(5_000);
    expect(await health.fallbackRecords()).toEqual([]);
    await call.hangUp();
    await expect.poll(() => heard.count('fallbackEnded'), { timeout: 3_000 }).toBe(1);
    const [record] = await health.fallbackRecords();
    expect(record).toMatchObject({
      dialled: '88002007201',
      callerNumber: '+79220000003',
      outcome: 'abandoned',
    });
    await health.forgetFallbackRecord(record?.id ?? '');
    expect(await health.fallbackRecords()).toEqual([]);
  });

  test('a line break in a value is refused instead of beginning an action', async () => {
    await expect(health.forgetFallbackRecord('1\r\nAction: Logoff')).rejects.toMatchObject({
      code: 'telephony-refused',
      details: { status: 400 },
    });
    await expect(health.setFallbackMembers(['a\nb'])).rejects.toMatchObject({
      code: 'telephony-refused',
    });
    await health.setFallbackMembers([]);
    expect(heard.count('disconnected')).toBe(0);
  });

  test('what was asked when the connection is lost fails instead of waiting for ever', async () => {
    const session = await AmiSession.open(settingsOf(board.settings.amiPassword), {
      event: () => undefined,
      ended: () => undefined,
    });
    const asked = session.list({ action: 'CoreShowChannels' });
    wire.cut();
    await expect(asked).rejects.toMatchObject({ code: 'telephony-down' });
    await expect(session.act({ action: 'Ping' })).rejects.toMatchObject({ code: 'telephony-down' });
  });

  test('a wrong password stops the start with a clear sentence', async () => {
    const wrong = open('wrong-password');
    await expect(wrong.start(new HealthRecorder())).rejects.toThrow(/wrong AMI user or password/);
    await wrong.stop();
  });

  test('a switch that freezes is noticed, and used again when it thaws', async () => {
    process.kill(board.asterisk.pid, 'SIGSTOP');
    try {
      await expect.poll(() => heard.count('disconnected'), { timeout: 10_000 }).toBe(1);
    } finally {
      process.kill(board.asterisk.pid, 'SIGCONT');
    }
    await expect.poll(() => heard.count('connected'), { timeout: 10_000 }).toBe(2);
    await expect.poll(() => heard.count('reachable'), { timeout: 5_000 }).toBeGreaterThan(1);
  });
});

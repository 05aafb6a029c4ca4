import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SqliteJournal } from '../../../src/adapters/journal/sqlite-journal.ts';
import { RandomIds } from '../../../src/adapters/system/random-ids.ts';
import { Controller } from '../../../src/app/calls/controller.ts';
import { Desk } from '../../../src/app/calls/desk.ts';
import type { Call } from '../../../src/domain/calls/call.ts';
import type { FallbackRecord } from '../../../src/domain/calls/fallback-record.ts';
import { SECOND } from '../../../src/domain/shared/time.ts';
import { StoryClock } from '../../kit/moments.ts';
import { bob, familyLine, NOON } from '../../kit/people.ts';
import { ScriptedSwitch } from './scripted-switch.ts';

const carol = bob({ id: 'carol', reachableAt: ['carol'], since: NOON - 10 * SECOND });
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let clock: StoryClock;
let phones: ScriptedSwitch;
let journal: SqliteJournal;
let desk: Desk;
let controller: Controller;
let ended: Call[];
/** What the switch wrote down and nobody has read; undefined: its management cannot be reached. */
let written: FallbackRecord[] | undefined;

/** A desk as the process makes it, on the journal as it is. */
async function begin(): Promise<void> {
  desk = new Desk({
    telephony: phones,
    journal,
    clock,
    ids: new RandomIds(),
    vault: { protect: () => ({ kind: 'withheld' }) },
    log: quiet,
    rules: { ringTimeoutMs: 10 * SECOND, wrapUpMs: 0, region: 'ТМН', language: 'ru' },
    lines: [familyLine],
    soon: queueMicrotask,
    appended: () => undefined,
  });
  desk.restore();
  desk.subscribe(({ calls }) => ended.push(...calls.filter(({ phase }) => phase === 'ended')));
  controller = new Controller({
    telephony: phones,
    desk,
    clock,
    log: quiet,
    takeFallbackRecords,
    replaced: () => undefined,
  });
  await controller.start();
}

function takeFallbackRecords(): Promise<boolean> {
  for (const record of written?.splice(0) ?? []) desk.fallbackEnded(record);
  return Promise.resolve(written !== undefined);
}

/** Lets everything that was asked of the switch be answered. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** Time passes second by second, as the pulse sees it. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    clock.pass(SECOND);
    await settle();
  }
}

function phases(): Record<string, string> {
  return Object.fromEntries(desk.calls().map(({ id, phase }) => [id, phase]));
}

beforeEach(async () => {
  clock = new StoryClock(NOON);
  phones = new ScriptedSwitch();
  const path = join(mkdtempSync(join(tmpdir(), 'opora-desk-')), 'journal.sqlite');
  journal = new SqliteJournal({ path, now: () => clock.now() });
  ended = [];
  written = [];
  await begin();
});

afterEach(async () => {
  await controller.close();
  journal.close();
});

test('a switch that never answers one command stops nobody else', async () => {
  desk.enrol(bob());
  phones.hangs('ring');
  phones.citizenRings('alice', NOON);
  await settle();
  expect(phases()).toEqual({ alice: 'offered' });
  phones.citizenRings('dora', NOON + 1);
  await settle();
  expect(phones.asked).toContain('play greeting to dora');
  await pass(10);
  // The ring came to its end by our own clock; bob, who has just missed alice, is free for dora.
  expect(phases()).toEqual({ alice: 'waiting', dora: 'offered' });
});

test('a hang-up that the switch forgot to tell is noticed within two seconds', async () => {
  desk.enrol(bob());
  phones.citizenRings('alice', NOON);
  await settle();
  phones.picksUp(phones.legs()[0] ?? '');
  await settle();
  expect(phases()).toEqual({ alice: 'talking' });
  await pass(2);
  phones.ends('alice', true);
  await pass(2);
  expect(phases()).toEqual({});
  expect(ended).toHaveLength(1);
  expect(phones.legs()).toEqual([]);
});

test('a caller whose arrival was lost is taken up all the same', async () => {
  desk.enrol(bob());
  phones.citizenRings('alice', NOON, true);
  await pass(4);
  expect(phases()).toEqual({ alice: 'offered' });
});

test('an arrival that is told twice is one call with one signal', async () => {
  phones.citizenRings('alice', NOON);
  phones.citizenRings('alice', NOON);
  await settle();
  const opened = journal.read(0, 100).filter(({ event }) => event.type === 'opened');
  expect(opened).toHaveLength(1);
});

test('a join that the switch refuses returns the caller to the music and the next one is rung', async () => {
  desk.enrol(bob());
  desk.enrol(carol);
  phones.citizenRings('alice', NOON);
  await settle();
  phones.fails('join');
  phones.picksUp(phones.legs()[0] ?? '');
  await settle();
  const [alice] = desk.calls();
  expect(alice).toMatchObject({ phase: 'offered', attempt: { agentId: 'carol' } });
  expect(desk.agents().find(({ id }) => id === 'bob')?.availability).toBe('available');
});

test('after a restart waiting callers are taken up in their order, and a talk goes on', async () => {
  desk.enrol(bob());
  phones.citizenRings('alice', NOON);
  await settle();
  phones.picksUp(phones.legs()[0] ?? '');
  await settle();
  phones.citizenRings('second', NOON + 2);
  phones.citizenRings('first', NOON + 1);
  await settle();
  await controller.close();
  await begin();
  expect(desk.calls().map(({ id, phase }) => [id, phase])).toEqual([
    ['first', 'waiting'],
    ['second', 'waiting'],
    ['alice', 'talking'],
  ]);
  expect(phones.channels.size).toBe(4);
});

test('who hung up while we were away is not waited for, and their legs are ended', async () => {
  desk.enrol(bob());
  phones.citizenRings('alice', NOON);
  await settle();
  await controller.close();
  phones.listener = undefined;
  phones.ends('alice');
  await begin();
  await settle();
  expect(phases()).toEqual({});
  expect(phones.legs()).toEqual([]);
  expect(desk.agents()[0]?.availability).toBe('available');
});

const voicemail = (id: string): FallbackRecord => ({
  ...{ id, dialled: '88002007201', callerNumber: '', arrivedAt: NOON, endedAt: NOON + 30 * SECOND },
  ...{ outcome: 'voicemail', recording: 'opora-voicemail/x', waitedMs: 10 * SECOND, talkedMs: 0 },
});

test.each([{ told: true }, { told: false }])(
  'a message on the voicemail is not lost when the hang-up comes first (told: $told)',
  async ({ told }) => {
    phones.citizenRings('alice', NOON);
    await settle();
    expect(phases()).toEqual({ alice: 'lastResort' });
    await pass(30);
    written = [voicemail('alice')];
    phones.ends('alice', !told);
    await pass(2);
    expect(ended.map(({ phase, ...call }) => [phase, 'outcome' in call && call.outcome])).toEqual([
      ['ended', { kind: 'voicemail', recording: 'opora-voicemail/x' }],
    ]);
  },
);

test('while the switch’s records cannot be read, nobody is called abandoned', async () => {
  phones.citizenRings('alice', NOON);
  await settle();
  written = undefined;
  phones.ends('alice');
  await pass(4);
  expect(phases()).toEqual({ alice: 'lastResort' });
  written = [];
  await pass(2);
  expect(ended.map((call) => 'outcome' in call && call.outcome.kind)).toEqual(['abandoned']);
});

test('a leg that rings for a call of nobody is ended', async () => {
  await phones.ring({
    channel: 'agent-orphan',
    endpoint: 'bob-web',
    ringTimeoutMs: 1,
    callerName: '',
    callerNumber: '',
    variables: {},
  });
  await pass(2);
  expect(phones.legs()).toEqual([]);
});

test('a full disk does not silence the phone; it makes the journal red', async () => {
  desk.enrol(bob());
  journal.append = () => {
    throw new Error('disk full');
  };
  phones.citizenRings('alice', NOON);
  await settle();
  expect(phases()).toEqual({ alice: 'offered' });
  expect(desk.journalWorks).toBe(false);
});

test('a waiting caller’s lease is renewed before it ends', async () => {
  phones.fails('handBack');
  desk.enrol(
    bob({ availability: 'wrapUp', callId: 'x', until: NOON + 600_000, then: 'available' } as never),
  );
  phones.citizenRings('alice', NOON);
  await pass(45);
  const leases = phones.asked.filter((asked) => asked === 'lease alice for 60000');
  expect(leases.length).toBeGreaterThanOrEqual(3);
});

test('a caller whom we thought gone was answered by the switch: its record corrects ours', async () => {
  phones.citizenRings('alice', NOON);
  desk.enrol(bob({ availability: 'talking', callId: 'x', attemptId: 'y' } as never));
  phones.ends('alice');
  await settle();
  const record: FallbackRecord = {
    id: 'alice',
    dialled: familyLine.number,
    callerNumber: '',
    arrivedAt: NOON,
    endedAt: NOON + 9_000,
    outcome: 'answered',
    answeredBy: 'bob-web',
    waitedMs: 4_000,
    talkedMs: 5_000,
  };
  desk.fallbackEnded(record);
  desk.fallbackEnded(record);
  const stored = journal.stateOf('call:alice');
  expect(stored).toMatchObject({ outcome: { kind: 'answered', by: 'bob-web' }, talkedMs: 5_000 });
  expect(journal.read(0, 100).filter(({ event }) => event.type === 'lastResortEnded')).toHaveLength(
    1,
  );
});

test('after a restart a caller who hears the greeting is not asked about: it would block the switch', async () => {
  desk.enrol(bob());
  phones.citizenRings('alice', NOON);
  await settle();
  await controller.close();
  clock.pass(2 * SECOND);
  phones.asked.length = 0;
  await begin();
  await settle();
  expect(phones.asked.filter((asked) => asked.startsWith('lease'))).toEqual([]);
});

test('an agent who does not exist is refused by name', () => {
  expect(() => {
    desk.wantAvailability('nobody', 'away');
  }).toThrow(expect.objectContaining({ code: 'no-such-agent' }) as Error);
});

test('a record of the switch is taken in once, however often it is read', async () => {
  const record: FallbackRecord = {
    id: 'opora-9.9',
    dialled: familyLine.number,
    callerNumber: '',
    arrivedAt: NOON,
    endedAt: NOON + 5_000,
    outcome: 'voicemail',
    recording: 'opora-voicemail/opora-9.9',
    waitedMs: 2_000,
    talkedMs: 0,
  };
  desk.fallbackEnded(record);
  desk.fallbackEnded(record);
  await settle();
  expect(ended).toHaveLength(1);
  expect(ended[0]).toMatchObject({ source: 'fallback', outcome: { kind: 'voicemail' } });
});

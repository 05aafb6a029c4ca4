import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { postgresRecord } from '../../../src/adapters/postgres/record-store.ts';
import { postgresSignals } from '../../../src/adapters/postgres/signals-store.ts';
import type { RecordStore } from '../../../src/ports/record-store.ts';
import type { SignalsStore } from '../../../src/ports/signals-store.ts';
import { startTestServer, type TestDatabase, type TestServer } from '../../kit/postgres.ts';
import { endedCall, entryOf, talkingCall, waitingCall } from '../../kit/recorded-call.ts';

let server: TestServer;
let database: TestDatabase;
let record: RecordStore;
let signals: SignalsStore;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());
beforeEach(async () => {
  database = await server.database();
  record = postgresRecord(database.postgres);
  signals = postgresSignals(database.postgres);
});

const T = Date.UTC(2026, 10, 23, 12);
const waiting = waitingCall('c1', 1, T);
const talking = talkingCall(waiting, T + 5_000);
const ended = endedCall(talking, T + 65_000);

describe('the record', () => {
  it('has a signal from the first entry of a call, and the call as its last entry left it', async () => {
    const written = await record.write([
      entryOf(1, 'opened', waiting),
      entryOf(2, 'joined', talking),
    ]);
    expect(written).toEqual({ signalIds: [waiting.signalId], refused: [] });
    const view = await signals.find(waiting.signalId);
    expect(view?.signal).toMatchObject({
      number: 'ТМН-2026-000001',
      lineId: 'tyumen',
      createdAt: T,
      version: 0,
    });
    expect(view?.call).toEqual(talking);
    await record.write([entryOf(3, 'callerLeft', ended)]);
    expect(await record.call('c1')).toEqual(ended);
    expect(await record.calls({ limit: 5 })).toEqual([ended]);
    expect(await record.calls({ limit: 5, before: T })).toEqual([]);
    expect(await record.callsSince(T)).toEqual([ended]);
    expect(await record.callsSince(T + 1)).toEqual([]);
    const [row] = await database.postgres.sql`select * from calls`;
    expect(row).toMatchObject({
      waited_ms: 5_000,
      talked_ms: 60_000,
      agent_id: 'agent-101',
      missed_by: ['agent-102'],
      outcome: 'answered',
      quality: { mos: 4.4 },
    });
  });

  it('takes the same entries twice, and old ones after new ones, without a change', async () => {
    await record.write([entryOf(1, 'opened', waiting), entryOf(3, 'callerLeft', ended)]);
    await record.write([entryOf(1, 'opened', waiting), entryOf(2, 'joined', talking)]);
    expect(await record.call('c1')).toEqual(ended);
    const events = await database.postgres.sql`select type from call_events order by position`;
    expect(events.map(({ type }) => String(type))).toEqual(['opened', 'joined', 'callerLeft']);
  });

  it("keeps the operator's card when more of the call is written", async () => {
    await record.write([entryOf(1, 'opened', waiting)]);
    await signals.changeCard(waiting.signalId, ({ card }) => ({
      card: { ...card, who: 'девочка, 9 лет' },
      version: 1,
    }));
    await record.write([entryOf(2, 'joined', talking)]);
    const view = await signals.find(waiting.signalId);
    expect(view?.signal).toMatchObject({ card: { who: 'девочка, 9 лет' }, version: 1 });
  });

  it('asks for a card when the switch answered alone, until somebody writes it', async () => {
    const { signalId } = waiting;
    await record.write([entryOf(1, 'lastResortEnded', { ...ended, source: 'fallback' })]);
    expect((await signals.find(signalId))?.signal).toMatchObject({ note: 'cardToWrite' });
    await signals.changeCard(signalId, ({ card }) => ({ card, version: 1 }));
    expect((await signals.find(signalId))?.signal).not.toHaveProperty('note');
  });

  it('sets aside the entry that it cannot hold, and writes the others', async () => {
    const twin = { ...waitingCall('c2', 1, T), signalNumber: waiting.signalNumber };
    const written = await record.write([
      entryOf(1, 'opened', waiting),
      entryOf(2, 'opened', twin),
      entryOf(3, 'opened', { ...waitingCall('c3', 3, T), keys: 'a\u0000b' }),
      entryOf(4, 'opened', waitingCall('c4', 4, T)),
    ]);
    expect(written.refused.map(({ id }) => id)).toEqual(['c2-2', 'c3-3']);
    expect((await record.calls({ limit: 9 })).map(({ id }) => id).toSorted()).toEqual(['c1', 'c4']);
    const aside = await database.postgres
      .sql`select stream, state from refused_entries order by id`;
    expect(aside.map(({ stream }) => String(stream))).toEqual(['call:c2', 'call:c3']);
    expect(JSON.parse(String(aside[1]?.['state']))).toMatchObject({ keys: 'a\u0000b' });
  });

  it('knows the latest availability of an agent, whatever a new journal counts from', async () => {
    const entry = (position: number, at: number, availability: string) => ({
      ...entryOf(position, 'wanted', waiting),
      ...{ id: `a-${at}`, at, stream: 'agent:agent-101', state: { availability } },
    });
    await record.write([entry(900, T, 'available')]);
    await record.write([entry(1, T + 1, 'away')]);
    await record.write([entry(2, T - 1, 'offDuty')]);
    const [row] = await database.postgres.sql`select * from agent_states`;
    expect(row).toMatchObject({ agent_id: 'agent-101', availability: 'away' });
  });

  it('tells the highest number of each region and year', async () => {
    const other = { ...waitingCall('v', 7, T), signalNumber: 'ВЛГ-2026-000007' };
    await record.write([
      entryOf(1, 'opened', waiting),
      entryOf(2, 'opened', waitingCall('c9', 9, T)),
      entryOf(3, 'opened', other),
    ]);
    const numbers = await record.highestNumbers();
    expect(numbers.toSorted((a, b) => a.order - b.order)).toEqual([
      { region: 'ВЛГ', year: 2026, order: 7 },
      { region: 'ТМН', year: 2026, order: 9 },
    ]);
  });

  it('lists signals newest first, page by page', async () => {
    await record.write(
      [1, 2, 3].map((order) =>
        entryOf(order, 'opened', waitingCall(`c${order}`, order, T + order)),
      ),
    );
    const first = await signals.list({ limit: 2 });
    expect(first.map(({ signal }) => signal.number)).toEqual([
      'ТМН-2026-000003',
      'ТМН-2026-000002',
    ]);
    const next = await signals.list({ limit: 2, before: T + 2 });
    expect(next.map(({ signal }) => signal.number)).toEqual(['ТМН-2026-000001']);
  });

  it('finds nothing under an id that cannot be one', async () => {
    expect(await signals.find('../etc')).toBeUndefined();
    expect(
      await signals.changeCard("'", () => ({ card: waiting as never, version: 1 })),
    ).toBeUndefined();
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { postgresDispatch } from '../../../src/adapters/postgres/dispatch-store.ts';
import { postgresRecord } from '../../../src/adapters/postgres/record-store.ts';
import { postgresSignals } from '../../../src/adapters/postgres/signals-store.ts';
import { Dispatch } from '../../../src/app/dispatch/dispatch.ts';
import type { BoardDeps } from '../../../src/app/dispatch/change-board.ts';
import { Signals } from '../../../src/app/signals/signals.ts';
import { DEFAULT_DISPATCH_RULES } from '../../../src/domain/dispatch/rules.ts';
import { MINUTE } from '../../../src/domain/shared/time.ts';
import { loadDemonstration } from '../../../src/local/demo/load-demonstration.ts';
import { StoryClock } from '../../kit/moments.ts';
import { startTestServer, type TestDatabase, type TestServer } from '../../kit/postgres.ts';
import { entryOf, waitingCall } from '../../kit/recorded-call.ts';

/** A real PostgreSQL on a busy machine takes its time to start and to stop. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let server: TestServer;
let database: TestDatabase;
let clock: StoryClock;
let dispatch: Dispatch;
let signals: Signals;
const onIncidentChanged = vi.fn<BoardDeps['onIncidentChanged']>();

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const T = Date.UTC(2026, 10, 23, 12);
const by = 'user-operator1';

function desk(): BoardDeps {
  return {
    store: postgresDispatch(database.postgres),
    clock,
    ids: { next: () => randomUUID() },
    rules: DEFAULT_DISPATCH_RULES,
    onIncidentChanged,
  };
}

beforeEach(async () => {
  database = await server.database();
  clock = new StoryClock(T);
  await loadDemonstration(database.postgres, { hash: () => Promise.resolve('hash') });
  dispatch = new Dispatch(desk());
  signals = new Signals({
    signals: postgresSignals(database.postgres),
    dispatch: desk(),
    onSignalChanged: () => undefined,
  });
  onIncidentChanged.mockClear();
});

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;

async function signalIn(municipality: string, order = 1): Promise<string> {
  const call = waitingCall(`c${order}`, order, T + order);
  await postgresRecord(database.postgres).write([entryOf(order, 'opened', call)]);
  if (municipality !== '') {
    await signals.changeCard({ signalId: call.signalId, version: 0, card: { municipality } });
  }
  return call.signalId;
}

async function emergencyIn(municipality: string, order = 1): Promise<string> {
  const signalId = await signalIn(municipality, order);
  const { incident } = await signals.triage({ signalId, triage: 'emergency', by });
  return incident?.id ?? '';
}

async function pendingDeadlines(): Promise<string[]> {
  const rows = await database.postgres
    .sql`select kind from deadlines where fired_at is null order by kind`;
  return rows.map(({ kind }) => String(kind));
}

describe('an emergency', () => {
  it('is offered to the brigade in the moment of the triage, and everybody is told', async () => {
    const signalId = await signalIn('tobolsk');
    const body = await signals.triage({ signalId, triage: 'emergency', by });
    expect(body).toMatchObject({
      triage: 'emergency',
      incident: {
        phase: 'offered',
        brigadeId: 'brigade-tobolsk',
        municipalityName: 'город Тобольск',
        acceptBy: new Date(T + MINUTE).toISOString(),
        clock: 'ok',
      },
    });
    expect(onIncidentChanged).toHaveBeenCalledExactlyOnceWith(
      [body.incident?.id],
      ['brigade-tobolsk'],
    );
    expect(await pendingDeadlines()).toEqual(['acceptBy', 'late', 'warn']);
  });

  it('is refused until the municipality is known, and leaves no trace', async () => {
    const signalId = await signalIn('');
    const attempt = signals.triage({ signalId, triage: 'emergency', by });
    await expect(attempt).rejects.toThrow(refused('municipality-missing'));
    expect(await signals.one(signalId)).not.toHaveProperty('triage');
    expect(await dispatch.incidents(T)).toEqual([]);
  });

  it('goes from the alarm to the end, and leaves nothing pending', async () => {
    const incidentId = await emergencyIn('tyumen');
    const brigadeId = 'brigade-tyumen';
    for (const says of ['accept', 'leave', 'arrive', 'finish'] as const) {
      clock.pass(MINUTE);
      await dispatch.brigadeSays({ incidentId, brigadeId, says });
    }
    expect(await dispatch.incident(incidentId)).toMatchObject({
      phase: 'finished',
      acceptedAt: new Date(T + MINUTE).toISOString(),
      finishedAt: new Date(T + 4 * MINUTE).toISOString(),
    });
    expect(await dispatch.brigade(brigadeId)).toMatchObject({ state: 'clearing' });
    expect(await pendingDeadlines()).toEqual(['clearBy']);
    clock.pass(10 * MINUTE);
    expect(await dispatch.fireDueDeadlines()).toBe(1);
    expect(await dispatch.brigade(brigadeId)).toMatchObject({ state: 'available' });
    const fates = await database.postgres.sql`select fate from assignments`;
    expect(fates.map(({ fate }) => String(fate))).toEqual(['completed']);
  });

  it('goes to the next brigade after a minute, is warned at 15 and late at 20', async () => {
    const incidentId = await emergencyIn('ishim');
    clock.pass(MINUTE);
    expect(await dispatch.fireDueDeadlines()).toBe(1);
    expect(await dispatch.incident(incidentId)).toMatchObject({
      brigadeId: 'brigade-ishimsky',
      refusedBy: ['brigade-ishim'],
    });
    const brigadeId = 'brigade-ishimsky';
    await dispatch.brigadeSays({ incidentId, brigadeId, says: 'accept' });
    clock.pass(14 * MINUTE);
    await dispatch.fireDueDeadlines();
    expect(await dispatch.incident(incidentId)).toMatchObject({ clock: 'warned' });
    clock.pass(5 * MINUTE);
    await dispatch.fireDueDeadlines();
    expect(await dispatch.incident(incidentId)).toMatchObject({ clock: 'late' });
  });

  it('does not listen to a foreign brigade, a stale word, or an unknown incident', async () => {
    const incidentId = await emergencyIn('tyumen');
    const say = (brigadeId: string, says: 'accept' | 'arrive', id = incidentId) =>
      dispatch.brigadeSays({ incidentId: id, brigadeId, says });
    await expect(say('brigade-ishim', 'accept')).rejects.toThrow(refused('not-your-incident'));
    await expect(say('brigade-tyumen', 'arrive')).rejects.toThrow(refused('wrong-moment'));
    await expect(say('brigade-tyumen', 'accept', 'x')).rejects.toThrow(refused('no-such-incident'));
  });

  it('can be taken back until a brigade accepts, and cancelled with a reason after', async () => {
    const incidentId = await emergencyIn('tyumen');
    const signalId = (await dispatch.incident(incidentId))?.signalId ?? '';
    const planned = await signals.triage({ signalId, triage: 'planned', by });
    expect(planned).toMatchObject({ triage: 'planned', incident: { phase: 'cancelled' } });
    expect(await dispatch.brigade('brigade-tyumen')).toMatchObject({ state: 'available' });

    const again = await signals.triage({ signalId, triage: 'emergency', by });
    const second = again.incident?.id ?? '';
    expect(second).not.toBe(incidentId);
    await dispatch.brigadeSays({ incidentId: second, brigadeId: 'brigade-tyumen', says: 'accept' });
    await expect(signals.triage({ signalId, triage: 'planned', by })).rejects.toThrow(
      refused('brigade-already-accepted'),
    );
    const ended = await dispatch.cancel({ incidentId: second, reason: 'ложный вызов', by });
    expect(ended.phase).toBe('cancelled');
    await expect(dispatch.cancel({ incidentId: second, reason: 'ещё раз', by })).rejects.toThrow(
      refused('wrong-moment'),
    );
    expect(await pendingDeadlines()).toEqual([]);
  });

  it('keeps two operators from losing an incident to the same brigade', async () => {
    const ids = await Promise.all([1, 2, 3].map((order) => signalIn('tyumen', order)));
    const bodies = await Promise.all(
      ids.map((signalId) => signals.triage({ signalId, triage: 'emergency', by })),
    );
    expect(new Set(bodies.map(({ incident }) => incident?.brigadeId)).size).toBe(3);
  });

  it('waits when nobody is on duty, and is offered to the first brigade that signs on', async () => {
    await database.postgres.sql`update brigades set state = 'outOfService'`;
    const incidentId = await emergencyIn('tyumen');
    expect(await dispatch.incident(incidentId)).toMatchObject({ phase: 'queued' });
    await dispatch.setService('brigade-uvatsky', true);
    expect(await dispatch.incident(incidentId)).toMatchObject({ brigadeId: 'brigade-uvatsky' });
    await dispatch.setService('brigade-uvatsky', false);
    expect(await dispatch.incident(incidentId)).toMatchObject({ phase: 'queued' });
  });

  it('holds its brigade in service once it has accepted', async () => {
    const incidentId = await emergencyIn('tyumen');
    await dispatch.brigadeSays({ incidentId, brigadeId: 'brigade-tyumen', says: 'accept' });
    await expect(dispatch.setService('brigade-tyumen', false)).rejects.toThrow(
      refused('brigade-engaged'),
    );
    await expect(dispatch.setService('brigade-moon', true)).rejects.toThrow(
      refused('no-such-brigade'),
    );
  });

  it('cannot lose its municipality, nor get one that does not exist', async () => {
    const incidentId = await emergencyIn('tyumen');
    const signalId = (await dispatch.incident(incidentId))?.signalId ?? '';
    const write = (municipality: string) =>
      signals.changeCard({ signalId, version: 1, card: { municipality } });
    await expect(write('')).rejects.toThrow(refused('municipality-missing'));
    await expect(write('moon')).rejects.toThrow(refused('no-such-municipality'));
  });
});

describe('a card', () => {
  it('is written by one of two writers, and the other is told', async () => {
    const signalId = await signalIn('');
    const write = (who: string) => signals.changeCard({ signalId, version: 0, card: { who } });
    const results = await Promise.allSettled([write('первый'), write('второй')]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await signals.one(signalId)).toMatchObject({ version: 1 });
  });
});

describe('deadlines', () => {
  it('fire once each, although two services look at the same time', async () => {
    for (let order = 1; order <= 6; order += 1) await emergencyIn('tyumen', order);
    clock.pass(MINUTE);
    const [one, two] = await Promise.all([
      dispatch.fireDueDeadlines(),
      new Dispatch(desk()).fireDueDeadlines(),
    ]);
    expect(one + two).toBe(6);
    const open = await dispatch.incidents(T);
    expect(open.map(({ refusedBy }) => refusedBy.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('that came due while the service was down fire when it is up again', async () => {
    const incidentId = await emergencyIn('tyumen');
    clock.pass(30 * MINUTE);
    const restarted = new Dispatch(desk());
    expect(await restarted.fireDueDeadlines()).toBe(3);
    expect(await restarted.fireDueDeadlines()).toBe(0);
    expect(await restarted.incident(incidentId)).toMatchObject({
      clock: 'late',
      refusedBy: ['brigade-tyumen'],
    });
  });
});

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SqliteJournal } from '../../../src/adapters/journal/sqlite-journal.ts';
import { postgresDispatch } from '../../../src/adapters/postgres/dispatch-store.ts';
import { onRecord } from '../../../src/adapters/postgres/record-away.ts';
import { postgresRecord } from '../../../src/adapters/postgres/record-store.ts';
import { postgresSignals } from '../../../src/adapters/postgres/signals-store.ts';
import { Dispatch } from '../../../src/app/dispatch/dispatch.ts';
import { Projection } from '../../../src/app/record/project.ts';
import { DEFAULT_DISPATCH_RULES } from '../../../src/domain/dispatch/rules.ts';
import { silentLog, startTestServer, type TestServer } from '../../kit/postgres.ts';
import { entryOf, waitingCall } from '../../kit/recorded-call.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());
afterEach(() => {
  vi.useRealTimers();
});

const away = expect.objectContaining({ code: 'record-away' }) as Error;
const within = { timeout: 15_000, interval: 50 };
const systemClock = {
  now: () => Date.now(),
  at(moment: number, action: () => void) {
    const timer = setTimeout(action, moment - Date.now());
    return () => {
      clearTimeout(timer);
    };
  },
};

describe('while PostgreSQL is away', () => {
  it('calls go on into the journal, requests are told, and all is there when it is back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'opora-outage-'));
    const journal = new SqliteJournal({ path: join(folder, 'j'), now: systemClock.now });
    const { postgres } = await server.database();
    const record = postgresRecord(postgres);
    const signals = postgresSignals(postgres);
    const dispatch = new Dispatch({
      store: postgresDispatch(postgres),
      clock: systemClock,
      ids: { next: () => randomUUID() },
      rules: DEFAULT_DISPATCH_RULES,
      onIncidentChanged: () => undefined,
    });
    const projection = new Projection({
      ...{ journal, record, clock: systemClock, log: silentLog },
      onProjected: () => undefined,
    });
    const ring = (order: number): void => {
      journal.append([entryOf(order, 'opened', waitingCall(`c${order}`, order, order))]);
      projection.wake();
    };
    ring(1);
    await expect.poll(() => projection.behind(), within).toBe(0);

    await server.goAway();
    for (let order = 2; order <= 500; order += 1) ring(order);
    const { signalId } = waitingCall('c1', 1, 1);
    await expect(signals.list({ limit: 5 })).rejects.toThrow(away);
    await expect(
      signals.changeCard(signalId, ({ card }) => ({ card, version: 1 })),
    ).rejects.toThrow(away);
    await expect(dispatch.setService('brigade', true)).rejects.toThrow(away);
    await expect(dispatch.fireDueDeadlines()).rejects.toThrow(away);
    expect(projection.behind()).toBe(499);

    await server.comeBack();
    await expect.poll(() => projection.behind(), within).toBe(0);
    expect(await record.callsSince(0)).toHaveLength(500);
    expect(await dispatch.fireDueDeadlines()).toBe(0);
    await projection.close();
    journal.close();
    rmSync(folder, { recursive: true });
  }, 40_000);

  it('a request waits five seconds for a frozen database, not for ever', async () => {
    vi.useFakeTimers();
    const answer = expect(onRecord(() => new Promise<never>(() => undefined))).rejects.toThrow(
      away,
    );
    await vi.advanceTimersByTimeAsync(5_000);
    await answer;
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteJournal } from '../../../src/adapters/journal/sqlite-journal.ts';
import { alignNumbers } from '../../../src/app/record/align-numbers.ts';
import { Projection } from '../../../src/app/record/project.ts';
import { RecordAway } from '../../../src/ports/record-away.ts';
import type { StoredEntry } from '../../../src/ports/journal.ts';
import type { Written } from '../../../src/ports/record-store.ts';
import { StoryClock } from '../../kit/moments.ts';
import { entryOf, waitingCall } from '../../kit/recorded-call.ts';

/** Holds what it is given, once per id; away when told so. */
class MemoryRecord {
  away = false;
  attempts = 0;
  readonly entries = new Map<string, StoredEntry>();

  write(entries: readonly StoredEntry[]): Promise<Written> {
    this.attempts += 1;
    if (this.away) return Promise.reject(new RecordAway());
    for (const entry of entries) this.entries.set(entry.id, entry);
    return Promise.resolve({ signalIds: entries.map(({ stream }) => stream), refused: [] });
  }
}

let folder: string;
let journal: SqliteJournal;
let record: MemoryRecord;
let clock: StoryClock;
let projection: Projection;
let logged: string[];
let told: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opora-projection-'));
  clock = new StoryClock(1_000);
  journal = new SqliteJournal({ path: join(folder, 'journal'), now: () => clock.now() });
  record = new MemoryRecord();
  logged = [];
  told = [];
  const note = (message: string): void => void logged.push(message);
  projection = new Projection({
    journal,
    record,
    clock,
    log: { info: note, warn: note, error: note },
    onProjected: (signalIds) => told.push(...signalIds),
  });
});
afterEach(async () => {
  await projection.close();
  journal.close();
  rmSync(folder, { recursive: true });
});

function ring(order: number): void {
  journal.append([entryOf(order, 'opened', waitingCall(`c${order}`, order, clock.now()))]);
  projection.wake();
}

/** Entries of one moment travel together; then that moment is over. */
function gathered(): void {
  clock.pass(25);
}

const caughtUp = { timeout: 2_000, interval: 2 };

describe('the projection', () => {
  it('writes what the journal holds, in order, and tells whose signals changed', async () => {
    for (let order = 1; order <= 450; order += 1) ring(order);
    expect(projection.behind()).toBe(450);
    gathered();
    await expect.poll(() => projection.behind(), caughtUp).toBe(0);
    expect([...record.entries.values()].map(({ position }) => position)).toEqual(
      Array.from({ length: 450 }, (_, index) => index + 1),
    );
    expect(told).toHaveLength(450);
  });

  it('waits for a database that is away, says so once, and catches up by itself', async () => {
    record.away = true;
    ring(1);
    gathered();
    await expect.poll(() => logged.length, caughtUp).toBe(1);
    ring(2);
    ring(3);
    for (let retry = 2; retry <= 6; retry += 1) {
      clock.pass(5_000);
      await expect.poll(() => record.attempts, caughtUp).toBe(retry);
    }
    expect(logged).toHaveLength(1);
    expect(projection.behind()).toBe(3);
    record.away = false;
    clock.pass(5_000);
    await expect.poll(() => projection.behind(), caughtUp).toBe(0);
    expect(logged).toHaveLength(2);
    ring(4);
    gathered();
    await expect.poll(() => record.entries.size, caughtUp).toBe(4);
  });

  it('goes on after a restart where the record ended', async () => {
    ring(1);
    gathered();
    await expect.poll(() => projection.behind(), caughtUp).toBe(0);
    await projection.close();
    ring(2);
    expect(projection.behind()).toBe(1);
    const next = new Projection({
      journal,
      record,
      clock,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      onProjected: () => undefined,
    });
    next.wake();
    gathered();
    await expect.poll(() => next.behind(), caughtUp).toBe(0);
    expect(record.attempts).toBe(2);
    await next.close();
  });
});

describe('the numbers', () => {
  it('go on after what the record has given out, when the journal is begun anew', async () => {
    const highest = [{ region: 'ТМН', year: 2026, order: 41 }];
    await alignNumbers(journal, { highestNumbers: () => Promise.resolve(highest) });
    expect(journal.nextNumber('ТМН', 2026)).toBe(42);
  });
});

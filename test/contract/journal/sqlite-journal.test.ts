import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteJournal } from '../../../src/adapters/journal/sqlite-journal.ts';
import { HOUR } from '../../../src/domain/shared/time.ts';
import type { JournalEntry } from '../../../src/ports/journal.ts';

let folder: string;
let path: string;
let now = 1_000;
const open = (): SqliteJournal => new SqliteJournal({ path, now: () => now });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opora-journal-'));
  path = join(folder, 'journal.sqlite');
  now = 1_000;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function entry(id: string, stream: string, change: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id,
    at: now,
    stream,
    event: { type: 'opened' },
    state: { id },
    closed: false,
    ...change,
  };
}

describe('the journal', () => {
  it('gives back after a reopening what was appended before', () => {
    const first = open();
    first.append([entry('1', 'call:a'), entry('2', 'agent:x', { state: { ё: 'да' } })]);
    first.markProjected(1);
    first.close();
    const second = open();
    expect(second.read(0, 10).map(({ id, position }) => [id, position])).toEqual([
      ['1', 1],
      ['2', 2],
    ]);
    expect(second.read(1, 10)[0]).toEqual({
      ...entry('2', 'agent:x', { state: { ё: 'да' } }),
      position: 2,
    });
    expect([second.projectedPosition(), second.lastPosition()]).toEqual([1, 2]);
    second.close();
  });

  it('keeps an entry once, however often it is appended', () => {
    const journal = open();
    journal.append([entry('1', 'call:a')]);
    journal.append([entry('1', 'call:a', { state: { late: true } }), entry('2', 'call:a')]);
    expect(journal.read(0, 10).map(({ id }) => id)).toEqual(['1', '2']);
    expect(journal.openStreams()).toEqual([{ stream: 'call:a', state: { id: '2' } }]);
    journal.close();
  });

  it('lists callers who still wait in the order in which they rang', () => {
    const journal = open();
    journal.append([entry('1', 'call:b'), entry('2', 'call:a'), entry('3', 'call:c')]);
    journal.append([entry('4', 'call:b', { state: { keys: '1' } })]);
    journal.append([entry('5', 'call:a', { closed: true })]);
    expect(journal.openStreams()).toEqual([
      { stream: 'call:b', state: { keys: '1' } },
      { stream: 'call:c', state: { id: '3' } },
    ]);
    journal.close();
  });

  it('appends nothing of a group that has an impossible member', () => {
    const journal = open();
    const broken = { ...entry('2', 'call:a'), at: 1.5 };
    expect(() => {
      journal.append([entry('1', 'call:a'), broken]);
    }).toThrow(expect.objectContaining({ code: 'journal-failed' }) as Error);
    expect(journal.read(0, 10)).toEqual([]);
    journal.append([entry('3', 'call:a')]);
    expect(journal.read(0, 10)).toHaveLength(1);
    journal.close();
  });

  it('counts each region and year by itself, never below what the record gave out', () => {
    const journal = open();
    expect([journal.nextNumber('ТМН', 2026), journal.nextNumber('ТМН', 2026)]).toEqual([1, 2]);
    expect(journal.nextNumber('ВЛГ', 2026)).toBe(1);
    expect(journal.nextNumber('ТМН', 2027)).toBe(1);
    journal.raiseNumber('ТМН', 2026, 41);
    journal.raiseNumber('ТМН', 2026, 7);
    journal.close();
    const again = open();
    expect(again.nextNumber('ТМН', 2026)).toBe(42);
    again.close();
  });

  it('forgets what the record has held for more than seven days, and nothing else', () => {
    const journal = open();
    journal.append([entry('old', 'call:a', { closed: true }), entry('2', 'call:open')]);
    now += 8 * 24 * HOUR;
    journal.append([entry('3', 'call:b')]);
    journal.markProjected(1);
    expect(journal.read(0, 10).map(({ id }) => id)).toEqual(['2', '3']);
    expect(journal.openStreams().map(({ stream }) => stream)).toEqual(['call:open', 'call:b']);
    now += HOUR;
    journal.markProjected(3);
    expect(journal.read(0, 10).map(({ id }) => id)).toEqual(['3']);
    expect(journal.openStreams().map(({ stream }) => stream)).toEqual(['call:open', 'call:b']);
    journal.append([entry('4', 'call:c')]);
    expect(journal.read(3, 10)[0]?.position).toBe(4);
    journal.close();
  });

  it('holds whole groups only, and all that were acknowledged, after kill -9', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'appending-child.ts'), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = -1;
    const exited = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged === 50) child.kill('SIGKILL');
    }
    await exited;
    const journal = open();
    const entries = journal.read(0, 100_000);
    expect(entries.length % 3).toBe(0);
    expect(entries.length / 3).toBeGreaterThanOrEqual(acknowledged + 1);
    const last = entries.length / 3 - 1;
    expect(journal.openStreams().map(({ state }) => (state as { group: number }).group)).toEqual([
      last,
      last,
      last,
    ]);
    journal.close();
  });
});

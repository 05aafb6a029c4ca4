import { randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, fsyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteJournal } from '../src/adapters/journal/sqlite-journal.ts';
import type { JournalEntry } from '../src/ports/journal.ts';
import type { Benchmark, BenchContext, BenchResult } from './benchmark.ts';
import { aliceWaits } from './stage/line.ts';
import { rounds } from './stage/pace.ts';
import { temporaryFolder } from './stage/switch.ts';
import { figure, percentile, summarise, type Figures } from './statistics.ts';

const ROUNDS = 10;
const APPENDS_PER_ROUND = 200;
const MS_PER_SECOND = 1000;

type Way = 'ours' | 'fsyncedFile';

function run(context: BenchContext): Promise<BenchResult> {
  const folder = temporaryFolder(context);
  const journal = new SqliteJournal({
    path: join(folder, 'journal.sqlite'),
    now: () => Date.now(),
  });
  const file = openSync(join(folder, 'journal.jsonl'), 'a');
  const append: Record<Way, (entry: JournalEntry) => void> = {
    ours: (entry) => {
      journal.append([entry]);
    },
    fsyncedFile: (entry) => {
      appendFileSync(file, `${JSON.stringify(entry)}\n`);
      fsyncSync(file);
    },
  };
  const samples: Record<Way, number[]> = { ours: [], fsyncedFile: [] };
  for (const way of rounds(ROUNDS, Object.keys(append) as Way[])) {
    for (let at = 0; at < APPENDS_PER_ROUND; at += 1) {
      const entry = entryOfACall();
      const startedAt = performance.now();
      append[way](entry);
      samples[way].push(performance.now() - startedAt);
    }
  }
  closeSync(file);
  journal.close();
  const ours = figuresOf(samples.ours);
  const fsyncedFile = figuresOf(samples.fsyncedFile);
  return Promise.resolve({
    bench: 'journal',
    unit: 'ms per durable append',
    ours,
    peers: { fsyncedFile },
    goal: 'p50 ≤ 1.5 × appendFileSync + fsyncSync of the same JSON',
    met: figure(ours, 'p50') <= 1.5 * (fsyncedFile['p50'] ?? 0),
  });
}

function figuresOf(samples: readonly number[]): Figures {
  const totalMs = samples.reduce((sum, one) => sum + one, 0);
  return {
    ...summarise(samples),
    perSecond: Math.round((samples.length * MS_PER_SECOND) / totalMs),
    perSecondAtP50: Math.round(MS_PER_SECOND / percentile(samples, 0.5)),
  };
}

/** What the desk writes when a citizen rings. */
function entryOfACall(): JournalEntry {
  const call = aliceWaits(randomUUID(), Date.now());
  return {
    id: randomUUID(),
    at: Date.now(),
    stream: `call:${call.id}`,
    event: { type: 'opened' },
    state: call,
    closed: false,
  };
}

export const benchJournal: Benchmark = {
  name: 'journal',
  about: 'durable appends: ours (SQLite, WAL), a file with fsync',
  run,
};

import { SqliteJournal } from '../../../src/adapters/journal/sqlite-journal.ts';

/** Appends groups of three entries for ever and says so; its parent kills it in the middle. */
const path = process.argv[2] ?? '';
const journal = new SqliteJournal({ path, now: () => Date.now() });
for (let group = 0; ; group += 1) {
  journal.append(
    ['a', 'b', 'c'].map((part) => ({
      id: `${group}-${part}`,
      at: group,
      stream: `call:${part}`,
      event: { type: 'keyPressed' },
      state: { group, padding: 'x'.repeat(2_000) },
      closed: false,
    })),
  );
  process.stdout.write(`${group}\n`);
}

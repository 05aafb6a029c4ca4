import { desc, eq, gte, lt, max } from 'drizzle-orm';
import type { StoredEntry } from '../../ports/journal.ts';
import { RecordAway } from '../../ports/record-away.ts';
import type { RecordStore, Written } from '../../ports/record-store.ts';
import type { Postgres } from './connect.ts';
import { onRecord } from './record-away.ts';
import { calls, signals } from './schema/record.ts';
import { setAside, writeEntries } from './write-entries.ts';

export function postgresRecord({ drizzle, sql }: Postgres): RecordStore {
  return {
    async write(entries) {
      try {
        return {
          signalIds: await onRecord(() => writeEntries(sql, entries)),
          refused: [],
        };
      } catch (error) {
        if (error instanceof RecordAway) throw error;
        return await writeOneByOne({ sql }, entries);
      }
    },
    highestNumbers: () =>
      onRecord(async () => {
        const rows = await drizzle
          .select({ region: signals.region, year: signals.year, order: max(signals.serial) })
          .from(signals)
          .groupBy(signals.region, signals.year);
        return rows.map(({ region, year, order }) => ({ region, year, order: order ?? 0 }));
      }),
    calls: ({ limit, before }) =>
      onRecord(async () => {
        const rows = await drizzle
          .select({ state: calls.state })
          .from(calls)
          .where(before === undefined ? undefined : lt(calls.arrivedAt, new Date(before)))
          .orderBy(desc(calls.arrivedAt), calls.id)
          .limit(limit);
        return rows.map(({ state }) => state);
      }),
    call: (id) =>
      onRecord(async () => {
        const [row] = await drizzle
          .select({ state: calls.state })
          .from(calls)
          .where(eq(calls.id, id));
        return row?.state;
      }),
    callsSince: (since) =>
      onRecord(async () => {
        const rows = await drizzle
          .select({ state: calls.state })
          .from(calls)
          .where(gte(calls.arrivedAt, new Date(since)))
          .orderBy(calls.arrivedAt);
        return rows.map(({ state }) => state);
      }),
  };
}

/** Slow, and only after a batch was refused: finds the entry that the record cannot hold. */
async function writeOneByOne(
  { sql }: Pick<Postgres, 'sql'>,
  entries: readonly StoredEntry[],
): Promise<Written> {
  const signalIds = new Set<string>();
  const refused: { id: string; reason: string }[] = [];
  for (const entry of entries) {
    try {
      for (const id of await onRecord(() => writeEntries(sql, [entry]))) signalIds.add(id);
    } catch (error) {
      if (error instanceof RecordAway) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      await onRecord(() => setAside(sql, entry, reason));
      refused.push({ id: entry.id, reason });
    }
  }
  return { signalIds: [...signalIds], refused };
}

import { desc, eq, lt } from 'drizzle-orm';
import type { Call } from '../../domain/calls/call.ts';
import { NoSuchMunicipality } from '../../domain/signals/problems.ts';
import type { SignalsStore, SignalView } from '../../ports/signals-store.ts';
import type { Database, Postgres } from './connect.ts';
import { latestIncidentViews } from './dispatch-views.ts';
import { brokenConstraint, onRecord } from './record-away.ts';
import { calls, signals } from './schema/record.ts';
import { isUuid, signalOf, type SignalRow } from './signal-row.ts';

const MUNICIPALITY_KEY = 'signals_municipality_municipalities_code_fk';

export function postgresSignals({ drizzle }: Postgres): SignalsStore {
  return {
    list: ({ limit, before }) =>
      onRecord(async () => {
        const rows = await signalRows(drizzle)
          .where(before === undefined ? undefined : lt(signals.createdAt, new Date(before)))
          .orderBy(desc(signals.createdAt), signals.id)
          .limit(limit);
        return await withIncidents(drizzle, rows);
      }),
    find: (id) => onRecord(() => findView(drizzle, id)),
    changeCard: (id, decide) =>
      onRecord(async () => {
        if (!isUuid(id)) return undefined;
        return await drizzle.transaction(async (transaction) => {
          const [row] = await transaction
            .select()
            .from(signals)
            .where(eq(signals.id, id))
            .for('update');
          if (!row) return undefined;
          const { card, version } = decide(signalOf(row));
          const municipality = card.municipality === '' ? null : card.municipality;
          try {
            await transaction
              .update(signals)
              .set({ card, version, municipality, note: null })
              .where(eq(signals.id, id));
          } catch (error) {
            if (brokenConstraint(error) !== MUNICIPALITY_KEY) throw error;
            throw new NoSuchMunicipality(card.municipality);
          }
          return await findView(transaction, id);
        });
      }),
  };
}

interface JoinedRow {
  readonly signal: SignalRow;
  readonly call: Call | null;
}

function signalRows(database: Database) {
  return database
    .select({ signal: signals, call: calls.state })
    .from(signals)
    .leftJoin(calls, eq(calls.signalId, signals.id))
    .$dynamic();
}

async function findView(database: Database, id: string): Promise<SignalView | undefined> {
  if (!isUuid(id)) return undefined;
  const rows = await signalRows(database).where(eq(signals.id, id));
  const [view] = await withIncidents(database, rows);
  return view;
}

async function withIncidents(
  database: Database,
  rows: readonly JoinedRow[],
): Promise<SignalView[]> {
  const incidents = await latestIncidentViews(
    database,
    rows.map(({ signal }) => signal.id),
  );
  return rows.map(({ signal, call }) => {
    const incident = incidents.get(signal.id);
    return {
      signal: signalOf(signal),
      ...(call && { call }),
      ...(incident && { incident }),
    };
  });
}

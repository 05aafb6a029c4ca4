import { and, eq, inArray, isNull, lte, notInArray, sql } from 'drizzle-orm';
import type { DispatchStore, HeldBoard } from '../../ports/dispatch-store.ts';
import { brigadeOf } from './brigade-row.ts';
import type { Database, Postgres } from './connect.ts';
import * as views from './dispatch-views.ts';
import { incidentOf } from './incident-row.ts';
import { onRecord } from './record-away.ts';
import { saveBoard } from './save-board.ts';
import { brigades, deadlines, incidents } from './schema/dispatch.ts';
import { signals } from './schema/record.ts';
import { isUuid, signalOf } from './signal-row.ts';

/** An arbitrary constant: whoever holds this advisory lock decides about the board. */
const BOARD_LOCK = 7_201_002;

export function postgresDispatch({ drizzle }: Postgres): DispatchStore {
  return {
    change: (work) =>
      onRecord(() => drizzle.transaction(async (transaction) => work(await hold(transaction)))),
    incidents: (endedSince) => onRecord(() => views.openIncidentViews(drizzle, endedSince)),
    incident: (id) =>
      onRecord(async () => (isUuid(id) ? views.incidentView(drizzle, id) : undefined)),
    brigades: () => onRecord(() => views.allBrigadeViews(drizzle)),
    brigade: (id) => onRecord(() => views.brigadeView(drizzle, id)),
    municipalities: () => onRecord(() => views.allPlaces(drizzle)),
    anyDue: (now) =>
      onRecord(async () => {
        const due = await drizzle
          .select({ id: deadlines.id })
          .from(deadlines)
          .where(and(isNull(deadlines.firedAt), lte(deadlines.dueAt, new Date(now))))
          .limit(1);
        return due.length > 0;
      }),
  };
}

async function hold(transaction: Database): Promise<HeldBoard> {
  // One lock in front of the rows: incidents are inserted, and rows alone cannot hold what is not
  // there yet. The row locks keep out a hand that changes them beside this program.
  await transaction.execute(sql`select pg_advisory_xact_lock(${BOARD_LOCK})`);
  const brigadeRows = await transaction.select().from(brigades).orderBy(brigades.id).for('update');
  const incidentRows = await transaction
    .select()
    .from(incidents)
    .where(notInArray(incidents.phase, ['finished', 'cancelled']))
    .orderBy(incidents.id)
    .for('update');
  const places = await views.allPlaces(transaction);
  return {
    board: {
      brigades: new Map(brigadeRows.map((row) => [row.id, brigadeOf(row)])),
      incidents: new Map(incidentRows.map((row) => [row.id, incidentOf(row)])),
    },
    places: new Map(places.map((place) => [place.code, place])),
    async incident(id) {
      if (!isUuid(id)) return undefined;
      const [row] = await transaction.select().from(incidents).where(eq(incidents.id, id));
      return row && incidentOf(row);
    },
    async latestIncidentOf(signalId) {
      const row = await views.latestIncidentRow(transaction, signalId);
      return row && incidentOf(row);
    },
    async signal(id) {
      if (!isUuid(id)) return undefined;
      const [row] = await transaction
        .select()
        .from(signals)
        .where(eq(signals.id, id))
        .for('update');
      return row && signalOf(row);
    },
    async setTriage(signalId, triage, at, by) {
      await transaction
        .update(signals)
        .set({ triage, triagedAt: new Date(at), triagedBy: by })
        .where(eq(signals.id, signalId));
    },
    save: (before, step) => saveBoard(transaction, before, step),
    claimDue: (now, limit) =>
      transaction
        .select({ id: deadlines.id, kind: deadlines.kind, subject: deadlines.subject })
        .from(deadlines)
        .where(and(isNull(deadlines.firedAt), lte(deadlines.dueAt, new Date(now))))
        .orderBy(deadlines.dueAt, deadlines.id)
        .limit(limit)
        .for('update', { skipLocked: true }),
    async markFired(ids, at) {
      if (ids.length === 0) return;
      await transaction
        .update(deadlines)
        .set({ firedAt: new Date(at) })
        .where(inArray(deadlines.id, [...ids]));
    },
  };
}

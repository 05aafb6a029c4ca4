import { desc, eq, gte, inArray, notInArray, or } from 'drizzle-orm';
import type { Place } from '../../domain/dispatch/distance.ts';
import type { Instant } from '../../domain/shared/time.ts';
import type { BrigadeView, IncidentView } from '../../ports/dispatch-store.ts';
import { brigadeOf } from './brigade-row.ts';
import type { Database } from './connect.ts';
import { incidentOf, type IncidentRow } from './incident-row.ts';
import { brigades, incidents } from './schema/dispatch.ts';
import { municipalities } from './schema/places.ts';

interface ViewRow {
  readonly incident: IncidentRow;
  readonly municipalityName: string;
  readonly brigadeName: string | null;
}

function viewOf({ incident, municipalityName, brigadeName }: ViewRow): IncidentView {
  return {
    incident: incidentOf(incident),
    municipalityName,
    ...(brigadeName !== null && { brigadeName }),
  };
}

/** Incidents with the names that a screen shows. */
function incidentViews(database: Database) {
  return database
    .select({
      incident: incidents,
      municipalityName: municipalities.name,
      brigadeName: brigades.name,
    })
    .from(incidents)
    .innerJoin(municipalities, eq(municipalities.code, incidents.municipality))
    .leftJoin(brigades, eq(brigades.id, incidents.brigadeId))
    .$dynamic();
}

export async function openIncidentViews(
  database: Database,
  endedSince: Instant,
): Promise<IncidentView[]> {
  const since = new Date(endedSince);
  const rows = await incidentViews(database)
    .where(
      or(
        notInArray(incidents.phase, ['finished', 'cancelled']),
        gte(incidents.finishedAt, since),
        gte(incidents.cancelledAt, since),
      ),
    )
    .orderBy(incidents.priority, incidents.createdAt, incidents.id);
  return rows.map(viewOf);
}

export async function incidentView(
  database: Database,
  id: string,
): Promise<IncidentView | undefined> {
  const [row] = await incidentViews(database).where(eq(incidents.id, id));
  return row && viewOf(row);
}

/** The latest incident of each signal that has one. */
export async function latestIncidentViews(
  database: Database,
  signalIds: readonly string[],
): Promise<Map<string, IncidentView>> {
  if (signalIds.length === 0) return new Map();
  const rows = await incidentViews(database)
    .where(inArray(incidents.signalId, [...signalIds]))
    .orderBy(incidents.createdAt);
  return new Map(rows.map((row) => [row.incident.signalId, viewOf(row)]));
}

export async function latestIncidentRow(
  database: Database,
  signalId: string,
): Promise<IncidentRow | undefined> {
  const [row] = await database
    .select()
    .from(incidents)
    .where(eq(incidents.signalId, signalId))
    .orderBy(desc(incidents.createdAt))
    .limit(1);
  return row;
}

function brigadeViews(database: Database) {
  return database
    .select({ brigade: brigades, municipalityName: municipalities.name })
    .from(brigades)
    .innerJoin(municipalities, eq(municipalities.code, brigades.municipality))
    .$dynamic();
}

export async function allBrigadeViews(database: Database): Promise<BrigadeView[]> {
  const rows = await brigadeViews(database).orderBy(brigades.name);
  return rows.map(({ brigade, municipalityName }) => ({
    brigade: brigadeOf(brigade),
    municipalityName,
  }));
}

export async function brigadeView(
  database: Database,
  id: string,
): Promise<BrigadeView | undefined> {
  const [row] = await brigadeViews(database).where(eq(brigades.id, id));
  return row && { brigade: brigadeOf(row.brigade), municipalityName: row.municipalityName };
}

export async function allPlaces(database: Database): Promise<Place[]> {
  return await database.select().from(municipalities).orderBy(municipalities.name);
}

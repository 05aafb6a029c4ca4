import type { BrigadeBody, IncidentBody, MunicipalityBody } from '../../contract/incidents.ts';
import type { Place } from '../../domain/dispatch/distance.ts';
import type { BrigadeView, IncidentView } from '../../ports/dispatch-store.ts';

/** The moments of the one clock, in its order. */
const MOMENTS = [
  'offeredAt',
  'acceptBy',
  'acceptedAt',
  'leftAt',
  'arrivedAt',
  'finishedAt',
] as const;

/** An incident as screens see it: what its phase has, and nothing else. */
export function incidentBody({
  incident,
  municipalityName,
  brigadeName,
}: IncidentView): IncidentBody {
  const reached: ReadonlyMap<string, unknown> = new Map(Object.entries(incident));
  const moments = MOMENTS.flatMap((name) => {
    const at = reached.get(name);
    return typeof at === 'number' ? [[name, iso(at)] as const] : [];
  });
  return {
    id: incident.id,
    signalId: incident.signalId,
    signalNumber: incident.signalNumber,
    municipality: incident.municipality,
    municipalityName,
    phase: incident.phase,
    ...('brigadeId' in incident && { brigadeId: incident.brigadeId }),
    ...(brigadeName !== undefined && { brigadeName }),
    createdAt: iso(incident.createdAt),
    ...Object.fromEntries(moments),
    warnAt: iso(incident.warnAt),
    leaveBy: iso(incident.leaveBy),
    clock: incident.clock,
    refusedBy: [...incident.refusedBy],
  };
}

export function brigadeBody({ brigade, municipalityName }: BrigadeView): BrigadeBody {
  return {
    id: brigade.id,
    name: brigade.name,
    municipality: brigade.municipality,
    municipalityName,
    state: brigade.state,
    since: iso(brigade.since),
    ...('incidentId' in brigade && { incidentId: brigade.incidentId }),
  };
}

export function municipalityBody({ code, name, region }: Place): MunicipalityBody {
  return { id: code, name, region };
}

function iso(moment: number): string {
  return new Date(moment).toISOString();
}

import type { Brigade } from './brigade.ts';
import { distanceKm } from './distance.ts';
import type { Place } from './distance.ts';
import type { Incident, QueuedIncident } from './incident.ts';

export interface Choice {
  readonly brigade: Brigade;
  /** Every available brigade was asked already: a new round begins with this one. */
  readonly newRound: boolean;
}

/**
 * Whom to ask: the available brigade of the incident's own municipality, else the nearest
 * available one of the region that was not asked in this round; undefined when none is available.
 */
export function chooseBrigade(
  incident: QueuedIncident,
  brigades: readonly Brigade[],
  places: ReadonlyMap<string, Place>,
): Choice | undefined {
  const target = places.get(incident.municipality);
  if (!target) return undefined;
  const candidates = brigades
    .filter((brigade) => brigade.state === 'available')
    .flatMap((brigade) => {
      const place = places.get(brigade.municipality);
      if (place?.region !== target.region) return [];
      // Before every other, also before a neighbour who sits in the same town.
      const km = place.code === target.code ? -1 : distanceKm(target, place);
      return [{ brigade, km }];
    })
    .toSorted(
      (a, b) =>
        a.km - b.km || a.brigade.since - b.brigade.since || (a.brigade.id < b.brigade.id ? -1 : 1),
    );
  const unasked = candidates.find(({ brigade }) => !incident.asked.includes(brigade.id));
  const chosen = unasked ?? candidates[0];
  return chosen && { brigade: chosen.brigade, newRound: unasked === undefined };
}

/** Danger first, then age. */
export function inOrder(incidents: readonly Incident[]): Incident[] {
  return incidents.toSorted(
    (a, b) => a.priority - b.priority || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
  );
}

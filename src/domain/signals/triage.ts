import type { Incident } from '../dispatch/incident.ts';
import { BrigadeAlreadyAccepted, MunicipalityMissing } from './problems.ts';
import type { Signal, Triage } from './signal.ts';

/** What the decision asks of the dispatch queue. */
export type TriageDecision = 'createIncident' | 'cancelIncident' | 'leaveDispatch';

/**
 * Decides what a triage means, `incident` being the signal's latest.
 * Repeating a decision changes nothing; an emergency whose incident was cancelled gets a new one.
 * Throws {@link MunicipalityMissing} and {@link BrigadeAlreadyAccepted}.
 */
export function triage(
  signal: Signal,
  incident: Incident | undefined,
  wanted: Triage,
): TriageDecision {
  if (wanted === 'emergency') {
    if (signal.card.municipality === '') throw new MunicipalityMissing(signal.id);
    return incident === undefined || incident.phase === 'cancelled'
      ? 'createIncident'
      : 'leaveDispatch';
  }
  if (incident === undefined || incident.phase === 'cancelled') return 'leaveDispatch';
  if (incident.phase === 'queued' || incident.phase === 'offered') return 'cancelIncident';
  throw new BrigadeAlreadyAccepted(signal.id, incident.id);
}

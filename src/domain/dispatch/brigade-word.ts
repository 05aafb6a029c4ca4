import { assertNever } from '../shared/assert-never.ts';
import type { Incident } from './incident.ts';
import type { IncidentEvent } from './incident-step.ts';
import { NotYourIncident, WrongMoment } from './problems.ts';

/** What a brigade says about its own incident. */
export type BrigadeWord = 'accept' | 'decline' | 'leave' | 'arrive' | 'finish';

/**
 * What happens to the incident when this brigade says this word.
 * Throws {@link NotYourIncident} and {@link WrongMoment}.
 */
export function heardFrom(brigadeId: string, word: BrigadeWord, incident: Incident): IncidentEvent {
  if (incident.phase === 'queued' || incident.brigadeId !== brigadeId) {
    throw new NotYourIncident(incident.id, brigadeId);
  }
  if (incident.phase === 'cancelled' || !SPOKEN_IN[word].includes(incident.phase)) {
    throw new WrongMoment(incident, word);
  }
  return { type: eventOf(word), assignmentId: incident.assignmentId };
}

const SPOKEN_IN: Readonly<Record<BrigadeWord, readonly Incident['phase'][]>> = {
  accept: ['offered'],
  decline: ['offered', 'accepted'],
  leave: ['accepted'],
  arrive: ['enRoute'],
  finish: ['onScene'],
};

function eventOf(word: BrigadeWord): 'accepted' | 'declined' | 'left' | 'arrived' | 'finished' {
  switch (word) {
    case 'accept':
      return 'accepted';
    case 'decline':
      return 'declined';
    case 'leave':
      return 'left';
    case 'arrive':
      return 'arrived';
    case 'finish':
      return 'finished';
    default:
      return assertNever(word);
  }
}

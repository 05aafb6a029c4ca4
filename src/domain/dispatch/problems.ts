import { Problem } from '../shared/problem.ts';
import type { Incident } from './incident.ts';

export class NoSuchIncident extends Problem {
  constructor(incidentId: string) {
    super('no-such-incident', 'No incident has this id', { incidentId });
  }
}

export class NoSuchBrigade extends Problem {
  constructor(brigadeId: string) {
    super('no-such-brigade', 'No brigade has this id', { brigadeId });
  }
}

/** A brigade that has accepted stays in service until its incident is over or given back. */
export class BrigadeEngaged extends Problem {
  constructor(brigadeId: string, incidentId: string) {
    super('brigade-engaged', 'The brigade serves an incident', { brigadeId, incidentId });
  }
}

/** The incident is offered to or served by another brigade, or by none (any more). */
export class NotYourIncident extends Problem {
  constructor(incidentId: string, brigadeId: string) {
    super('not-your-incident', 'The incident is not offered to or served by this brigade', {
      incidentId,
      brigadeId,
    });
  }
}

/** The incident is not in a phase in which this can be said. */
export class WrongMoment extends Problem {
  constructor(incident: Incident, word: string) {
    super('wrong-moment', 'The incident is not in a phase in which this can be said', {
      incidentId: incident.id,
      phase: incident.phase,
      word,
    });
  }
}

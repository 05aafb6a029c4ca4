import { Problem } from '../shared/problem.ts';
import type { Card } from './card.ts';

export class NoSuchSignal extends Problem {
  constructor(signalId: string) {
    super('no-such-signal', 'No signal has this id', { signalId });
  }
}

/** An emergency without a municipality: nobody would know whose brigade goes. */
export class MunicipalityMissing extends Problem {
  constructor(signalId: string) {
    super('municipality-missing', 'An emergency needs a municipality', { signalId });
  }
}

export class NoSuchMunicipality extends Problem {
  constructor(municipality: string) {
    super('no-such-municipality', 'No municipality has this code', { municipality });
  }
}

/** Somebody else changed the card since it was read: nobody is silently overwritten. */
export class CardChangedMeanwhile extends Problem {
  constructor(seen: number, current: number, card: Card) {
    super('card-changed-meanwhile', 'The card was changed meanwhile', {
      seenVersion: seen,
      currentVersion: current,
      card,
    });
  }
}

/** A brigade has accepted: from then on an incident is cancelled with a reason, not re-triaged. */
export class BrigadeAlreadyAccepted extends Problem {
  constructor(signalId: string, incidentId: string) {
    super('brigade-already-accepted', 'A brigade has already accepted', { signalId, incidentId });
  }
}

import type { Instant } from '../shared/time.ts';

/*
 * An incident: a signal that needs someone to go.
 *
 *   created → queued ──offer──→ offered ──accept──→ accepted ──leave──→ enRoute ──arrive──→ onScene
 *               ▲  │             │   │                │  │                 │                   │
 *               └──┼─ declined, ─┘   │                │  │                 │                finish
 *               ▲  │  no answer      │                │  │                 │                   ▼
 *               └──┼─────────────────┼── declined ────┘  │                 │               finished
 *                  └──── cancel ─────┴───────────────────┴─────────────────┴──→ cancelled
 *                                                     (and from onScene)
 *
 * The clock to leave runs from the creation, whoever is being asked, and freezes at `leave`.
 */
export type Incident =
  | QueuedIncident
  | OfferedIncident
  | AcceptedIncident
  | EnRouteIncident
  | OnSceneIncident
  | FinishedIncident
  | CancelledIncident;

export type LiveIncident = Exclude<Incident, FinishedIncident | CancelledIncident>;

/** An incident that a brigade is asked about or serves. */
export type ServedIncident = OfferedIncident | AcceptedIncident | EnRouteIncident | OnSceneIncident;

/** How the way out keeps to the norm: `warned` a while before it, `late` after it. */
export type Clock = 'ok' | 'warned' | 'late';

export interface IncidentFacts {
  readonly id: string;
  readonly signalId: string;
  readonly signalNumber: string;
  /** Municipality code. */
  readonly municipality: string;
  /** Smaller is offered first; then the older. */
  readonly priority: number;
  readonly createdAt: Instant;
  readonly warnAt: Instant;
  readonly leaveBy: Instant;
  readonly clock: Clock;
  /** Brigades that did not take it, in order. */
  readonly refusedBy: readonly string[];
  /** Brigades that are not asked again until all others were. */
  readonly asked: readonly string[];
}

export interface QueuedIncident extends IncidentFacts {
  readonly phase: 'queued';
}

interface OfferFacts extends IncidentFacts {
  readonly assignmentId: string;
  readonly brigadeId: string;
  readonly offeredAt: Instant;
}

export interface OfferedIncident extends OfferFacts {
  readonly phase: 'offered';
  readonly acceptBy: Instant;
}

export interface AcceptedIncident extends OfferFacts {
  readonly phase: 'accepted';
  readonly acceptedAt: Instant;
}

export interface EnRouteIncident extends OfferFacts {
  readonly phase: 'enRoute';
  readonly acceptedAt: Instant;
  readonly leftAt: Instant;
}

export interface OnSceneIncident extends OfferFacts {
  readonly phase: 'onScene';
  readonly acceptedAt: Instant;
  readonly leftAt: Instant;
  readonly arrivedAt: Instant;
}

export interface FinishedIncident extends OfferFacts {
  readonly phase: 'finished';
  readonly acceptedAt: Instant;
  readonly leftAt: Instant;
  readonly arrivedAt: Instant;
  readonly finishedAt: Instant;
}

/** Keeps what was reached before. */
export interface CancelledIncident extends IncidentFacts {
  readonly phase: 'cancelled';
  readonly cancelledAt: Instant;
  readonly reason: string;
  /** User id. */
  readonly cancelledBy: string;
  readonly assignmentId?: string;
  readonly brigadeId?: string;
  readonly offeredAt?: Instant;
  readonly acceptedAt?: Instant;
  readonly leftAt?: Instant;
  readonly arrivedAt?: Instant;
}

export function isLive(incident: Incident): incident is LiveIncident {
  return incident.phase !== 'finished' && incident.phase !== 'cancelled';
}

import type { Instant } from '../shared/time.ts';

/*
 * This brigade for that incident, with its own fate.
 *
 *   offered ──accept──→ accepted ──finish──→ completed
 *      │ │                 │ │
 *      │ └─ decline ───────┘ │   declined
 *      │ └─ nobody answered  │   noAnswer
 *      └──── cancelled ──────┘   cancelled
 */
export type Assignment = LiveAssignment | EndedAssignment;

interface AssignmentFacts {
  readonly id: string;
  readonly incidentId: string;
  readonly brigadeId: string;
  readonly offeredAt: Instant;
  readonly acceptedAt?: Instant;
}

export interface LiveAssignment extends AssignmentFacts {
  readonly fate: 'open';
}

export interface EndedAssignment extends AssignmentFacts {
  readonly fate: Fate;
  readonly endedAt: Instant;
}

/** How an assignment ended: exactly one of these. */
export type Fate = 'declined' | 'noAnswer' | 'cancelled' | 'completed';

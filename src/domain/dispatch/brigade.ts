import type { Instant } from '../shared/time.ts';

/*
 * A brigade: a car with a team.
 *
 *   outOfService ⇄ available ──offered──→ assigned ──left──→ enRoute ──arrived──→ onScene
 *        │  ▲         ▲   ▲                  │                  │                    │
 *        │  │         │   └─ lost the offer ─┘                  │ cancelled          │ finished
 *        │  └─────────┼───────────────────────── clearing ←─────┴────────────────────┘
 *        └─ set ──────┴─────────── cleared ───────┘
 *
 * `assigned` from the offer on: a brigade that is being asked is asked by nobody else.
 */
export type Brigade = BrigadeFacts & BrigadeState;

export interface BrigadeFacts {
  readonly id: string;
  readonly name: string;
  readonly municipality: string;
}

export type BrigadeState = IdleState | EngagedState | ClearingState;

interface IdleState {
  readonly state: 'available' | 'outOfService';
  readonly since: Instant;
}

export interface EngagedState {
  readonly state: 'assigned' | 'enRoute' | 'onScene';
  readonly since: Instant;
  readonly incidentId: string;
}

export interface ClearingState {
  readonly state: 'clearing';
  readonly since: Instant;
  /** Available again then, unless they say so earlier. */
  readonly clearBy: Instant;
}

export type EngagedBrigade = BrigadeFacts & EngagedState;

export function isEngaged(brigade: Brigade): brigade is EngagedBrigade {
  return brigade.state === 'assigned' || brigade.state === 'enRoute' || brigade.state === 'onScene';
}

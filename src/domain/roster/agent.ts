import type { Skill } from '../lines/line.ts';
import type { Instant } from '../shared/time.ts';

/*
 * An agent's availability.
 *
 *   offDuty ⇄ away ⇄ available ──reserved──→ ringing ──answered──→ talking
 *                        ▲   ▲                  │                     │
 *                        │   └─ missed, freed ──┘                     │
 *                        └────────── done, time ran out ── wrapUp ←───┘
 *
 * Asking for `away` or `offDuty` during a ring or a talk is remembered (`then`) and done after it.
 */
export type Agent = AgentFacts & Availability;

export interface AgentFacts {
  readonly id: string;
  readonly name: string;
  readonly skills: readonly Skill[];
  /** Endpoints of theirs that are registered now, in order of preference; the first is rung. */
  readonly reachableAt: readonly string[];
  /** When the last of them vanished; absent while one is there. A page reload is not an absence. */
  readonly lostAt?: Instant;
}

export type Availability =
  | { readonly availability: 'offDuty'; readonly since: Instant }
  | { readonly availability: 'away'; readonly since: Instant }
  /** `since` is also what "longest idle" is measured from. */
  | { readonly availability: 'available'; readonly since: Instant }
  | ({ readonly availability: 'ringing' } & Engaged)
  | ({ readonly availability: 'talking' } & Engaged)
  | {
      readonly availability: 'wrapUp';
      readonly since: Instant;
      readonly callId: string;
      readonly until: Instant;
      readonly then: AfterCall;
    };

interface Engaged {
  readonly since: Instant;
  readonly callId: string;
  readonly attemptId: string;
  /** What availability they go to when released. */
  readonly then: AfterCall;
  /** Since when they were idle before: a ring that was not theirs to miss costs no turn. */
  readonly idleSince: Instant;
}

export type AfterCall = 'available' | 'away' | 'offDuty';

export type AgentEvent =
  | { readonly type: 'wanted'; readonly availability: AfterCall }
  | { readonly type: 'reserved'; readonly callId: string; readonly attemptId: string }
  | { readonly type: 'talks'; readonly attemptId: string }
  | {
      readonly type: 'released';
      readonly attemptId: string;
      readonly after: 'talk' | 'ring' | 'missed' | 'unreachable';
      readonly wrapUpMs: number;
    }
  | { readonly type: 'wrapUpDone' }
  | { readonly type: 'deadlinePassed' }
  | { readonly type: 'reachableAt'; readonly endpoints: readonly string[] };

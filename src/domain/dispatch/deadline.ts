import type { Instant } from '../shared/time.ts';

/**
 * `acceptBy` belongs to an assignment, `warn` and `late` to an incident, `clearBy` to a brigade.
 */
export type DeadlineKind = 'acceptBy' | 'warn' | 'late' | 'clearBy';

export interface Deadline {
  readonly kind: DeadlineKind;
  /** Id of what it belongs to. */
  readonly subject: string;
  readonly dueAt: Instant;
}

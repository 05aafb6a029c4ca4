import type { DeadlineKind } from '../domain/dispatch/deadline.ts';
import type { Instant } from '../domain/shared/time.ts';

/** A deadline whose moment has come, claimed by the transaction that reads it. */
export interface DueDeadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly subject: string;
}

export interface Deadlines {
  /** A cheap look, so that a tick with nothing to do locks nothing. */
  anyDue(now: Instant): Promise<boolean>;
}

/** Inside a transaction: what is claimed and marked is marked together with its effect. */
export interface ClaimedDeadlines {
  /** Oldest first; those that another process has claimed are left out. */
  claimDue(now: Instant, limit: number): Promise<readonly DueDeadline[]>;
  markFired(ids: readonly string[], at: Instant): Promise<void>;
}

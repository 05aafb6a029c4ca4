import type { Instant } from '../shared/time.ts';
import type { Fate, LiveAssignment } from './assignment.ts';
import type { BrigadeEvent } from './brigade-step.ts';
import type { Deadline, DeadlineKind } from './deadline.ts';

/** What must be written beside a changed incident or brigade, in the same transaction. */
export type RecordCommand =
  | { readonly type: 'openAssignment'; readonly assignment: LiveAssignment }
  | { readonly type: 'acceptAssignment'; readonly assignmentId: string; readonly at: Instant }
  | {
      readonly type: 'endAssignment';
      readonly assignmentId: string;
      readonly fate: Fate;
      readonly at: Instant;
    }
  | { readonly type: 'setDeadline'; readonly deadline: Deadline }
  | { readonly type: 'dropDeadline'; readonly kind: DeadlineKind; readonly subject: string };

/** An incident decides for its brigade too, so that the two cannot disagree. */
export interface TellBrigade {
  readonly type: 'tellBrigade';
  readonly brigadeId: string;
  readonly event: BrigadeEvent;
}

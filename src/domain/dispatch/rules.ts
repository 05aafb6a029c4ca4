import { MINUTE } from '../shared/time.ts';

/** How long things may take. */
export interface DispatchRules {
  /** No acceptance within this: the next brigade is asked. */
  readonly acceptMs: number;
  /** Not on the road this long after the triage: everybody is warned. */
  readonly warnMs: number;
  /** The norm of the practices: on the road within 15–20 minutes of the triage. */
  readonly leaveMs: number;
  /** A brigade that came back and says nothing is available again after this. */
  readonly clearMs: number;
}

export const DEFAULT_DISPATCH_RULES: DispatchRules = {
  acceptMs: MINUTE,
  warnMs: 15 * MINUTE,
  leaveMs: 20 * MINUTE,
  clearMs: 10 * MINUTE,
};

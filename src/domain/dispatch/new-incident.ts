import type { Instant } from '../shared/time.ts';
import type { QueuedIncident } from './incident.ts';
import type { DispatchRules } from './rules.ts';

/** An incident at the moment of its triage: its clock begins. */
export function newIncident(
  about: {
    readonly id: string;
    readonly signalId: string;
    readonly signalNumber: string;
    readonly municipality: string;
    readonly priority: number;
  },
  now: Instant,
  rules: DispatchRules,
): QueuedIncident {
  return {
    ...about,
    phase: 'queued',
    createdAt: now,
    warnAt: now + rules.warnMs,
    leaveBy: now + rules.leaveMs,
    clock: 'ok',
    refusedBy: [],
    asked: [],
  };
}

import { assertNever } from '../shared/assert-never.ts';
import type { Instant } from '../shared/time.ts';
import type { Fate } from './assignment.ts';
import type { BrigadeEvent } from './brigade-step.ts';
import type { RecordCommand, TellBrigade } from './command.ts';
import { isLive } from './incident.ts';
import type {
  AcceptedIncident,
  Clock,
  Incident,
  IncidentFacts,
  LiveIncident,
  OfferedIncident,
  QueuedIncident,
  ServedIncident,
} from './incident.ts';

/** Everything that can happen to an incident. A brigade's words carry their assignment's id. */
export type IncidentEvent =
  /** A brigade is asked. `newRound`: all others were asked, so everyone may be asked again. */
  | {
      readonly type: 'offered';
      readonly assignmentId: string;
      readonly brigadeId: string;
      readonly acceptBy: Instant;
      readonly newRound: boolean;
    }
  | { readonly type: 'accepted'; readonly assignmentId: string }
  /** The brigade does not take it, or finds before leaving that it cannot go. */
  | { readonly type: 'declined'; readonly assignmentId: string }
  | { readonly type: 'left'; readonly assignmentId: string }
  | { readonly type: 'arrived'; readonly assignmentId: string }
  | { readonly type: 'finished'; readonly assignmentId: string }
  /** The moment of `acceptBy` has come for this assignment. */
  | { readonly type: 'acceptDue'; readonly assignmentId: string }
  | { readonly type: 'warnDue' }
  | { readonly type: 'lateDue' }
  | { readonly type: 'cancelled'; readonly reason: string; readonly by: string };

export type IncidentCommand = RecordCommand | TellBrigade;

export interface IncidentStep {
  readonly incident: Incident;
  readonly commands: readonly IncidentCommand[];
}

/** Decides what an incident becomes; what is stale or does not fit its phase changes nothing. */
export function stepIncident(incident: Incident, event: IncidentEvent, now: Instant): IncidentStep {
  switch (event.type) {
    case 'offered':
      return incident.phase === 'queued' ? offer(incident, event, now) : unchanged(incident);
    case 'accepted':
      return incident.phase === 'offered' && incident.assignmentId === event.assignmentId
        ? accept(incident, now)
        : unchanged(incident);
    case 'declined':
      return isBeforeLeaving(incident) && incident.assignmentId === event.assignmentId
        ? requeue(incident, 'declined', now)
        : unchanged(incident);
    case 'acceptDue':
      return incident.phase === 'offered' && incident.assignmentId === event.assignmentId
        ? requeue(incident, 'noAnswer', now)
        : unchanged(incident);
    case 'left':
      return incident.phase === 'accepted' && incident.assignmentId === event.assignmentId
        ? leave(incident, now)
        : unchanged(incident);
    case 'arrived':
      return incident.phase === 'enRoute' && incident.assignmentId === event.assignmentId
        ? {
            incident: { ...incident, phase: 'onScene', arrivedAt: now },
            commands: [tell(incident, 'arrived')],
          }
        : unchanged(incident);
    case 'finished':
      return incident.phase === 'onScene' && incident.assignmentId === event.assignmentId
        ? {
            incident: { ...incident, phase: 'finished', finishedAt: now },
            commands: [end(incident, 'completed', now), tell(incident, 'released')],
          }
        : unchanged(incident);
    case 'warnDue':
      return mayStillBeLate(incident) && incident.clock === 'ok'
        ? { incident: { ...incident, clock: 'warned' }, commands: [] }
        : unchanged(incident);
    case 'lateDue':
      return mayStillBeLate(incident) && incident.clock !== 'late'
        ? { incident: { ...incident, clock: 'late' }, commands: [] }
        : unchanged(incident);
    case 'cancelled':
      return isLive(incident) ? cancel(incident, event, now) : unchanged(incident);
    default:
      return assertNever(event);
  }
}

function isBeforeLeaving(incident: Incident): incident is OfferedIncident | AcceptedIncident {
  return incident.phase === 'offered' || incident.phase === 'accepted';
}

function mayStillBeLate(
  incident: Incident,
): incident is QueuedIncident | OfferedIncident | AcceptedIncident {
  return incident.phase === 'queued' || isBeforeLeaving(incident);
}

function unchanged(incident: Incident): IncidentStep {
  return { incident, commands: [] };
}

function offer(
  incident: QueuedIncident,
  event: Extract<IncidentEvent, { type: 'offered' }>,
  now: Instant,
): IncidentStep {
  const { assignmentId, brigadeId, acceptBy } = event;
  const offered: OfferedIncident = {
    ...incident,
    phase: 'offered',
    asked: event.newRound ? [] : incident.asked,
    assignmentId,
    brigadeId,
    offeredAt: now,
    acceptBy,
  };
  return {
    incident: offered,
    commands: [
      {
        type: 'openAssignment',
        assignment: {
          id: assignmentId,
          incidentId: incident.id,
          brigadeId,
          offeredAt: now,
          fate: 'open',
        },
      },
      {
        type: 'setDeadline',
        deadline: { kind: 'acceptBy', subject: assignmentId, dueAt: acceptBy },
      },
      tell(offered, 'offered'),
    ],
  };
}

function accept(incident: OfferedIncident, now: Instant): IncidentStep {
  const { assignmentId, brigadeId, offeredAt } = incident;
  return {
    incident: {
      ...factsOf(incident),
      ...{ assignmentId, brigadeId, offeredAt },
      phase: 'accepted',
      acceptedAt: now,
    },
    commands: [
      { type: 'acceptAssignment', assignmentId: incident.assignmentId, at: now },
      { type: 'dropDeadline', kind: 'acceptBy', subject: incident.assignmentId },
    ],
  };
}

function requeue(
  incident: OfferedIncident | AcceptedIncident,
  fate: Fate,
  now: Instant,
): IncidentStep {
  return {
    incident: {
      ...factsOf(incident),
      phase: 'queued',
      refusedBy: [...incident.refusedBy, incident.brigadeId],
      asked: [...incident.asked, incident.brigadeId],
    },
    commands: [...withdraw(incident, fate, now), tell(incident, 'offerLost')],
  };
}

function leave(incident: AcceptedIncident, now: Instant): IncidentStep {
  return {
    incident: { ...incident, phase: 'enRoute', leftAt: now, clock: clockAt(incident, now) },
    commands: [...stopClock(incident), tell(incident, 'left')],
  };
}

function cancel(
  incident: LiveIncident,
  { reason, by }: { readonly reason: string; readonly by: string },
  now: Instant,
): IncidentStep {
  const facts = factsOf(incident);
  const cancelled = { phase: 'cancelled', cancelledAt: now, reason, cancelledBy: by } as const;
  switch (incident.phase) {
    case 'queued':
      return {
        incident: { ...facts, ...cancelled },
        commands: stopClock(incident),
      };
    case 'offered':
    case 'accepted':
      return {
        incident: { ...facts, ...reached(incident), ...cancelled },
        commands: [
          ...withdraw(incident, 'cancelled', now),
          ...stopClock(incident),
          tell(incident, 'offerLost'),
        ],
      };
    case 'enRoute':
    case 'onScene':
      return {
        incident: { ...facts, ...reached(incident), ...cancelled },
        commands: [end(incident, 'cancelled', now), tell(incident, 'released')],
      };
    default:
      return assertNever(incident);
  }
}

/** The tick may be a moment behind a brigade that leaves: what the clock says then is computed. */
function clockAt(incident: AcceptedIncident, now: Instant): Clock {
  if (now >= incident.leaveBy) return 'late';
  return now >= incident.warnAt ? 'warned' : incident.clock;
}

function factsOf(incident: Incident): IncidentFacts {
  const { id, signalId, signalNumber, municipality, priority } = incident;
  const { createdAt, warnAt, leaveBy, clock, refusedBy, asked } = incident;
  return {
    ...{ id, signalId, signalNumber, municipality, priority },
    ...{ createdAt, warnAt, leaveBy, clock, refusedBy, asked },
  };
}

function reached(incident: ServedIncident): {
  assignmentId: string;
  brigadeId: string;
  offeredAt: Instant;
  acceptedAt?: Instant;
  leftAt?: Instant;
  arrivedAt?: Instant;
} {
  const { assignmentId, brigadeId, offeredAt } = incident;
  return {
    ...{ assignmentId, brigadeId, offeredAt },
    ...('acceptedAt' in incident ? { acceptedAt: incident.acceptedAt } : {}),
    ...('leftAt' in incident ? { leftAt: incident.leftAt } : {}),
    ...('arrivedAt' in incident ? { arrivedAt: incident.arrivedAt } : {}),
  };
}

function end(incident: ServedIncident, fate: Fate, at: Instant): IncidentCommand {
  return { type: 'endAssignment', assignmentId: incident.assignmentId, fate, at };
}

function withdraw(
  incident: OfferedIncident | AcceptedIncident,
  fate: Fate,
  at: Instant,
): IncidentCommand[] {
  const ended = end(incident, fate, at);
  return incident.phase === 'offered'
    ? [ended, { type: 'dropDeadline', kind: 'acceptBy', subject: incident.assignmentId }]
    : [ended];
}

function stopClock(incident: Incident): IncidentCommand[] {
  return [
    { type: 'dropDeadline', kind: 'warn', subject: incident.id },
    { type: 'dropDeadline', kind: 'late', subject: incident.id },
  ];
}

function tell(
  incident: ServedIncident,
  type: Extract<BrigadeEvent, { incidentId: string }>['type'],
): TellBrigade {
  return {
    type: 'tellBrigade',
    brigadeId: incident.brigadeId,
    event: { type, incidentId: incident.id },
  };
}

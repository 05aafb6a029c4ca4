import { assertNever } from '../../domain/shared/assert-never.ts';
import type { Instant } from '../../domain/shared/time.ts';
import type { Incident, IncidentFacts } from '../../domain/dispatch/incident.ts';
import type { incidents } from './schema/dispatch.ts';

export type IncidentRow = typeof incidents.$inferSelect;

/** The phase that a row shows; the table's constraints promise that its fields are there. */
export function incidentOf(row: IncidentRow): Incident {
  const facts: IncidentFacts = {
    id: row.id,
    signalId: row.signalId,
    signalNumber: row.signalNumber,
    municipality: row.municipality,
    priority: row.priority,
    createdAt: row.createdAt.getTime(),
    warnAt: row.warnAt.getTime(),
    leaveBy: row.leaveBy.getTime(),
    clock: row.clock,
    refusedBy: row.refusedBy,
    asked: row.asked,
  };
  const offer = (): { assignmentId: string; brigadeId: string; offeredAt: Instant } => ({
    assignmentId: present(row.assignmentId),
    brigadeId: present(row.brigadeId),
    offeredAt: at(row.offeredAt),
  });
  const { phase } = row;
  switch (phase) {
    case 'queued':
      return { ...facts, phase };
    case 'offered':
      return { ...facts, ...offer(), phase, acceptBy: at(row.acceptBy) };
    case 'accepted':
      return { ...facts, ...offer(), phase, acceptedAt: at(row.acceptedAt) };
    case 'enRoute':
      return {
        ...facts,
        ...offer(),
        phase,
        acceptedAt: at(row.acceptedAt),
        leftAt: at(row.leftAt),
      };
    case 'onScene':
      return { ...facts, ...offer(), phase, ...scene(row) };
    case 'finished':
      return { ...facts, ...offer(), phase, ...scene(row), finishedAt: at(row.finishedAt) };
    case 'cancelled':
      return {
        ...facts,
        phase,
        cancelledAt: at(row.cancelledAt),
        reason: present(row.cancelReason),
        cancelledBy: present(row.cancelledBy),
        ...(row.assignmentId !== null && offer()),
        ...(row.acceptedAt !== null && { acceptedAt: at(row.acceptedAt) }),
        ...(row.leftAt !== null && { leftAt: at(row.leftAt) }),
        ...(row.arrivedAt !== null && { arrivedAt: at(row.arrivedAt) }),
      };
    default:
      return assertNever(phase);
  }
}

export function incidentRow(incident: Incident): IncidentRow {
  const has = (key: string): Date | null => momentIn(incident, key);
  return {
    id: incident.id,
    signalId: incident.signalId,
    signalNumber: incident.signalNumber,
    municipality: incident.municipality,
    priority: incident.priority,
    phase: incident.phase,
    clock: incident.clock,
    createdAt: new Date(incident.createdAt),
    warnAt: new Date(incident.warnAt),
    leaveBy: new Date(incident.leaveBy),
    assignmentId: 'assignmentId' in incident ? (incident.assignmentId ?? null) : null,
    brigadeId: 'brigadeId' in incident ? (incident.brigadeId ?? null) : null,
    offeredAt: has('offeredAt'),
    acceptBy: has('acceptBy'),
    acceptedAt: has('acceptedAt'),
    leftAt: has('leftAt'),
    arrivedAt: has('arrivedAt'),
    finishedAt: has('finishedAt'),
    cancelledAt: has('cancelledAt'),
    cancelReason: incident.phase === 'cancelled' ? incident.reason : null,
    cancelledBy: incident.phase === 'cancelled' ? incident.cancelledBy : null,
    refusedBy: [...incident.refusedBy],
    asked: [...incident.asked],
  };
}

function momentIn(incident: object, key: string): Date | null {
  const moment: unknown = Object.getOwnPropertyDescriptor(incident, key)?.value;
  return typeof moment === 'number' ? new Date(moment) : null;
}

function scene(row: IncidentRow): { acceptedAt: Instant; leftAt: Instant; arrivedAt: Instant } {
  return {
    acceptedAt: at(row.acceptedAt),
    leftAt: at(row.leftAt),
    arrivedAt: at(row.arrivedAt),
  };
}

function at(moment: Date | null): Instant {
  return present(moment).getTime();
}

/** Only a row that was changed by hand can fail here, and it must not pass for a sound one. */
function present<T>(value: T | null): T {
  if (value === null) throw new Error('An incident row lacks a field that its phase has');
  return value;
}

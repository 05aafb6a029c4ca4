import type { IncidentBody } from '../../contract/incidents.ts';
import { sinceMs, untilMs } from '../clock/duration.ts';

export type ClockLevel = IncidentBody['clock'];

/** What an incident's clock says now. */
export interface IncidentClock {
  readonly reads: 'toLeave' | 'overdue' | 'leftIn' | 'onSceneFor' | 'closed';
  /** Always zero or more. */
  readonly ms: number;
  readonly level: ClockLevel;
}

type Timed = Pick<
  IncidentBody,
  'phase' | 'createdAt' | 'warnAt' | 'leaveBy' | 'leftAt' | 'arrivedAt' | 'clock'
>;

/**
 * The clock to leave runs until the brigade leaves; then its colour is frozen by the service.
 * Before that the page colours by itself, because the service speaks only when something changes.
 */
export function incidentClock(incident: Timed, now: number): IncidentClock {
  switch (incident.phase) {
    case 'queued':
    case 'offered':
    case 'accepted': {
      const leftMs = untilMs(incident.leaveBy, now);
      if (leftMs <= 0) return { reads: 'overdue', ms: -leftMs, level: 'late' };
      const warned = untilMs(incident.warnAt, now) <= 0;
      return { reads: 'toLeave', ms: leftMs, level: warned ? 'warned' : 'ok' };
    }
    case 'enRoute': {
      const ms = Math.max(0, Date.parse(incident.leftAt ?? '') - Date.parse(incident.createdAt));
      return { reads: 'leftIn', ms: Number.isNaN(ms) ? 0 : ms, level: incident.clock };
    }
    case 'onScene':
      return {
        reads: 'onSceneFor',
        ms: Math.max(0, sinceMs(incident.arrivedAt, now)),
        level: incident.clock,
      };
    case 'finished':
    case 'cancelled':
      return { reads: 'closed', ms: 0, level: incident.clock };
  }
}

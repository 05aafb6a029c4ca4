import type { Ready } from '../../contract/health.ts';
import type { IncidentBody } from '../../contract/incidents.ts';
import type { WallIncident, WallWaiting } from '../../contract/wall.ts';
import type { Call } from '../../domain/calls/call.ts';
import type { Line } from '../../domain/lines/line.ts';
import type { Agent } from '../../domain/roster/agent.ts';
import { MINUTE } from '../../domain/shared/time.ts';
import type { Clock } from '../../ports/system.ts';
import { agentBody } from '../feeds/agent-body.ts';
import type { Feed } from '../feeds/feed.ts';
import { Today, type StartOfDay, type TodayCall } from './today.ts';

/** An incident that has ended stays on the wall for this long. */
const SHOWN_AFTER_END_MS = 10 * MINUTE;

export interface WallboardDeps {
  readonly clock: Clock;
  readonly feed: Feed;
  readonly startOfDay: StartOfDay;
}

/**
 * Puts on the wall what everybody in the room may see. Each row is built field by field from what
 * its type names: a citizen's field cannot ride along.
 */
export class Wallboard {
  readonly #deps: WallboardDeps;
  readonly #today: Today;
  readonly #leaving = new Map<string, () => void>();

  constructor(deps: WallboardDeps) {
    this.#deps = deps;
    this.#today = new Today(deps.startOfDay);
    this.#putToday();
  }

  linesChanged(lines: readonly Line[]): void {
    const rows = lines.map(({ id, title, name }) => [`line/${id}`, { id, title, name }] as const);
    this.#deps.feed.replace('line/', new Map(rows));
  }

  /** After a start: the calls of today that the record knows. */
  recordRead(calls: readonly TodayCall[]): void {
    for (const call of calls) this.#today.note(call, this.#deps.clock.now());
    this.#putToday();
  }

  /** Feed it with every change of the desk, and once with all there is. */
  deskChanged(change: {
    readonly calls: readonly Call[];
    readonly agents: readonly Agent[];
  }): void {
    const { feed, clock } = this.#deps;
    for (const call of change.calls) {
      const row = wallWaiting(call);
      if (row) feed.put(`waiting/${call.id}`, row);
      else feed.remove(`waiting/${call.id}`);
      const counted = Today.of(call);
      if (counted) this.#today.note(counted, clock.now());
    }
    for (const agent of change.agents) feed.put(`agent/${agent.id}`, agentBody(agent));
    if (change.calls.length > 0) this.#putToday();
  }

  incidentChanged(incident: IncidentBody): void {
    const { feed, clock } = this.#deps;
    const { id } = incident;
    this.#leaving.get(id)?.();
    this.#leaving.delete(id);
    feed.put(`incident/${id}`, wallIncident(incident));
    if (incident.phase !== 'finished' && incident.phase !== 'cancelled') return;
    const leave = clock.at(clock.now() + SHOWN_AFTER_END_MS, () => {
      this.#leaving.delete(id);
      feed.remove(`incident/${id}`);
    });
    this.#leaving.set(id, leave);
  }

  healthChanged(ready: Ready): void {
    this.#deps.feed.put('health', ready);
    // Told every second or so: a good moment to notice midnight.
    this.#putToday();
  }

  /** Stops its timers. Idempotent. */
  close(): void {
    for (const cancel of this.#leaving.values()) cancel();
    this.#leaving.clear();
  }

  #putToday(): void {
    this.#deps.feed.put('today', this.#today.row(this.#deps.clock.now()));
  }
}

/** Undefined when the call is none to show: a wrong number, or over. */
function wallWaiting(call: Call): WallWaiting | undefined {
  if (call.phase === 'refusing' || call.phase === 'ended') return undefined;
  return {
    callId: call.id,
    line: call.line.id,
    lineTitle: call.line.title,
    phase: call.phase,
    arrivedAt: new Date(call.arrivedAt).toISOString(),
    ...('attempt' in call && { agentId: call.attempt.agentId }),
  };
}

/** Named one by one: a field that the incident gains later stays off the wall until it is let in. */
function wallIncident(incident: IncidentBody): WallIncident {
  return {
    id: incident.id,
    signalNumber: incident.signalNumber,
    municipality: incident.municipality,
    municipalityName: incident.municipalityName,
    phase: incident.phase,
    brigadeId: incident.brigadeId,
    brigadeName: incident.brigadeName,
    createdAt: incident.createdAt,
    offeredAt: incident.offeredAt,
    acceptBy: incident.acceptBy,
    acceptedAt: incident.acceptedAt,
    leftAt: incident.leftAt,
    arrivedAt: incident.arrivedAt,
    finishedAt: incident.finishedAt,
    warnAt: incident.warnAt,
    leaveBy: incident.leaveBy,
    clock: incident.clock,
    refusedBy: [...incident.refusedBy],
  };
}

import { assertNever } from '../shared/assert-never.ts';
import type { Instant } from '../shared/time.ts';
import { isEngaged } from './brigade.ts';
import type { Brigade } from './brigade.ts';
import { stepBrigade } from './brigade-step.ts';
import type { BrigadeEvent } from './brigade-step.ts';
import { chooseBrigade, inOrder } from './choose-brigade.ts';
import type { RecordCommand } from './command.ts';
import type { DeadlineKind } from './deadline.ts';
import type { Place } from './distance.ts';
import type { Incident, QueuedIncident } from './incident.ts';
import { stepIncident } from './incident-step.ts';
import type { IncidentEvent } from './incident-step.ts';
import type { DispatchRules } from './rules.ts';

/** All live incidents and all brigades: what one dispatcher would have in view. */
export interface Board {
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly brigades: ReadonlyMap<string, Brigade>;
}

export type BoardEvent =
  | { readonly type: 'incidentCreated'; readonly incident: QueuedIncident }
  | { readonly type: 'incident'; readonly incidentId: string; readonly event: IncidentEvent }
  | { readonly type: 'brigade'; readonly brigadeId: string; readonly event: BrigadeEvent }
  | { readonly type: 'deadlinePassed'; readonly kind: DeadlineKind; readonly subject: string };

export interface BoardWorld {
  readonly now: Instant;
  readonly rules: DispatchRules;
  readonly places: ReadonlyMap<string, Place>;
  /** Gives a new id for each assignment. */
  readonly nextId: () => string;
}

export interface BoardStep {
  readonly board: Board;
  readonly commands: readonly RecordCommand[];
}

/**
 * Decides what an event makes of the whole board: the incident's machine, the brigade's machine
 * as it is told, and then offers to whoever has become free.
 */
export function stepBoard(board: Board, event: BoardEvent, world: BoardWorld): BoardStep {
  const draft = new BoardDraft(board, world);
  draft.apply(event);
  draft.offerAll();
  return draft.result();
}

/** A board in the middle of one step; never leaves this file. */
class BoardDraft {
  readonly #world: BoardWorld;
  readonly #incidents: Map<string, Incident>;
  readonly #brigades: Map<string, Brigade>;
  readonly #commands: RecordCommand[] = [];

  constructor(board: Board, world: BoardWorld) {
    this.#world = world;
    this.#incidents = new Map(board.incidents);
    this.#brigades = new Map(board.brigades);
  }

  result(): BoardStep {
    return {
      board: { incidents: this.#incidents, brigades: this.#brigades },
      commands: this.#commands,
    };
  }

  apply(event: BoardEvent): void {
    switch (event.type) {
      case 'incidentCreated':
        this.#create(event.incident);
        return;
      case 'incident':
        this.#stepIncident(event.incidentId, event.event);
        return;
      case 'brigade':
        this.#applyToBrigade(event.brigadeId, event.event);
        return;
      case 'deadlinePassed':
        this.#deadlinePassed(event.kind, event.subject);
        return;
      default:
        assertNever(event);
    }
  }

  offerAll(): void {
    for (const incident of inOrder([...this.#incidents.values()])) {
      if (incident.phase !== 'queued') continue;
      const choice = chooseBrigade(incident, [...this.#brigades.values()], this.#world.places);
      if (!choice) continue;
      this.#stepIncident(incident.id, {
        type: 'offered',
        assignmentId: this.#world.nextId(),
        brigadeId: choice.brigade.id,
        acceptBy: this.#world.now + this.#world.rules.acceptMs,
        newRound: choice.newRound,
      });
    }
  }

  #create(incident: QueuedIncident): void {
    this.#incidents.set(incident.id, incident);
    this.#commands.push(
      {
        type: 'setDeadline',
        deadline: { kind: 'warn', subject: incident.id, dueAt: incident.warnAt },
      },
      {
        type: 'setDeadline',
        deadline: { kind: 'late', subject: incident.id, dueAt: incident.leaveBy },
      },
    );
  }

  #stepIncident(incidentId: string, event: IncidentEvent): void {
    const before = this.#incidents.get(incidentId);
    if (!before) return;
    const { incident, commands } = stepIncident(before, event, this.#world.now);
    this.#incidents.set(incidentId, incident);
    for (const command of commands) {
      if (command.type === 'tellBrigade') this.#stepBrigade(command.brigadeId, command.event);
      else this.#commands.push(command);
    }
  }

  #stepBrigade(brigadeId: string, event: BrigadeEvent): void {
    const before = this.#brigades.get(brigadeId);
    if (!before) return;
    const { brigade, commands } = stepBrigade(before, event, this.#world.now, this.#world.rules);
    this.#brigades.set(brigadeId, brigade);
    this.#commands.push(...commands);
  }

  /** Signing off while being asked is a no: the incident must not wait for the minute to pass. */
  #applyToBrigade(brigadeId: string, event: BrigadeEvent): void {
    const brigade = this.#brigades.get(brigadeId);
    if (event.type === 'takenOutOfService' && brigade && isEngaged(brigade)) {
      const incident = this.#incidents.get(brigade.incidentId);
      if (incident?.phase === 'offered') {
        const { assignmentId } = incident;
        this.#stepIncident(incident.id, { type: 'declined', assignmentId });
      }
    }
    this.#stepBrigade(brigadeId, event);
  }

  #deadlinePassed(kind: DeadlineKind, subject: string): void {
    switch (kind) {
      case 'acceptBy':
        for (const incident of this.#incidents.values()) {
          if (incident.phase !== 'offered' || incident.assignmentId !== subject) continue;
          this.#stepIncident(incident.id, { type: 'acceptDue', assignmentId: subject });
        }
        return;
      case 'warn':
        this.#stepIncident(subject, { type: 'warnDue' });
        return;
      case 'late':
        this.#stepIncident(subject, { type: 'lateDue' });
        return;
      case 'clearBy':
        this.#stepBrigade(subject, { type: 'clearDue' });
        return;
      default:
        assertNever(kind);
    }
  }
}

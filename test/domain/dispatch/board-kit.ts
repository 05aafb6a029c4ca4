import type { Brigade } from '../../../src/domain/dispatch/brigade.ts';
import { stepBoard } from '../../../src/domain/dispatch/board.ts';
import type { Board, BoardEvent } from '../../../src/domain/dispatch/board.ts';
import type { RecordCommand } from '../../../src/domain/dispatch/command.ts';
import type { Place } from '../../../src/domain/dispatch/distance.ts';
import { newIncident } from '../../../src/domain/dispatch/new-incident.ts';
import { DEFAULT_DISPATCH_RULES } from '../../../src/domain/dispatch/rules.ts';

export const rules = DEFAULT_DISPATCH_RULES;

export const places = new Map<string, Place>(
  [
    { code: 'tyumen', name: 'Тюмень', region: 'ТМН', latitude: 57.15, longitude: 65.53 },
    { code: 'yalutorovsk', name: 'Ялуторовск', region: 'ТМН', latitude: 56.65, longitude: 66.31 },
    { code: 'tobolsk', name: 'Тобольск', region: 'ТМН', latitude: 58.2, longitude: 68.26 },
    { code: 'volgograd', name: 'Волгоград', region: 'ВЛГ', latitude: 48.7, longitude: 44.51 },
  ].map((place) => [place.code, place]),
);

export function available(municipality: string): Brigade {
  return { id: municipality, name: municipality, municipality, state: 'available', since: 0 };
}

/** A board that a story is played on: what was said, when, and what was written beside it. */
export class Play {
  board: Board;
  now = 0;
  readonly commands: RecordCommand[] = [];
  #ids = 0;

  constructor(brigades: readonly Brigade[]) {
    this.board = {
      incidents: new Map(),
      brigades: new Map(brigades.map((brigade) => [brigade.id, brigade])),
    };
  }

  happen(event: BoardEvent): this {
    const step = stepBoard(this.board, event, {
      now: this.now,
      rules,
      places,
      nextId: () => `assignment-${String((this.#ids += 1))}`,
    });
    this.board = step.board;
    this.commands.push(...step.commands);
    return this;
  }

  create(id: string, municipality: string, priority = 1): this {
    const incident = newIncident(
      { id, signalId: `signal-${id}`, signalNumber: id, municipality, priority },
      this.now,
      rules,
    );
    return this.happen({ type: 'incidentCreated', incident });
  }

  says(
    incidentId: string,
    type: 'accepted' | 'declined' | 'left' | 'arrived' | 'finished',
    assignmentId = this.assignmentOf(incidentId),
  ): this {
    return this.happen({ type: 'incident', incidentId, event: { type, assignmentId } });
  }

  incident(id: string): Record<string, unknown> {
    return { ...this.board.incidents.get(id) };
  }

  brigade(id: string): Record<string, unknown> {
    return { ...this.board.brigades.get(id) };
  }

  assignmentOf(incidentId: string): string {
    const incident = this.board.incidents.get(incidentId);
    return incident && 'assignmentId' in incident ? (incident.assignmentId ?? '') : '';
  }
}

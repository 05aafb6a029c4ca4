import { and, eq, isNull } from 'drizzle-orm';
import type { Board, BoardStep } from '../../domain/dispatch/board.ts';
import { isEngaged } from '../../domain/dispatch/brigade.ts';
import type { Brigade } from '../../domain/dispatch/brigade.ts';
import type { RecordCommand } from '../../domain/dispatch/command.ts';
import type { Incident } from '../../domain/dispatch/incident.ts';
import { assertNever } from '../../domain/shared/assert-never.ts';
import { brigadeRow } from './brigade-row.ts';
import type { Database } from './connect.ts';
import { incidentRow } from './incident-row.ts';
import { assignments, brigades, deadlines, incidents } from './schema/dispatch.ts';

/**
 * Writes what a step changed. Whoever was engaged before is written first: a brigade must have left
 * one incident before a unique index lets it be at the next.
 */
export async function saveBoard(
  database: Database,
  before: Board,
  { board, commands }: BoardStep,
): Promise<void> {
  const changedIncidents = changed(before.incidents, board.incidents, (incident: Incident) =>
    incident.phase === 'queued' ? 1 : 0,
  );
  for (const incident of changedIncidents) {
    const row = incidentRow(incident);
    await database
      .insert(incidents)
      .values(row)
      .onConflictDoUpdate({ target: incidents.id, set: row });
  }
  const changedBrigades = changed(before.brigades, board.brigades, (brigade: Brigade) =>
    isEngaged(brigade) ? 0 : 1,
  );
  for (const brigade of changedBrigades) {
    const row = brigadeRow(brigade);
    await database.update(brigades).set(row).where(eq(brigades.id, brigade.id));
  }
  for (const command of commands) await perform(database, command);
}

/** Changed members of a map; new ones last, the others in the order of their rank before. */
function changed<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  rankBefore: (member: T) => number,
): T[] {
  return [...after]
    .filter(([id, member]) => before.get(id) !== member)
    .map(([id, member]) => {
      const old = before.get(id);
      return { member, rank: old === undefined ? Infinity : rankBefore(old) };
    })
    .toSorted((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ member }) => member);
}

async function perform(database: Database, command: RecordCommand): Promise<void> {
  switch (command.type) {
    case 'openAssignment': {
      const { id, incidentId, brigadeId, offeredAt } = command.assignment;
      await database
        .insert(assignments)
        .values({ id, incidentId, brigadeId, offeredAt: new Date(offeredAt) });
      return;
    }
    case 'acceptAssignment':
      await database
        .update(assignments)
        .set({ acceptedAt: new Date(command.at) })
        .where(eq(assignments.id, command.assignmentId));
      return;
    case 'endAssignment':
      await database
        .update(assignments)
        .set({ fate: command.fate, endedAt: new Date(command.at) })
        .where(eq(assignments.id, command.assignmentId));
      return;
    case 'setDeadline': {
      const { kind, subject, dueAt } = command.deadline;
      await database.insert(deadlines).values({ kind, subject, dueAt: new Date(dueAt) });
      return;
    }
    case 'dropDeadline':
      await database
        .delete(deadlines)
        .where(
          and(
            eq(deadlines.kind, command.kind),
            eq(deadlines.subject, command.subject),
            isNull(deadlines.firedAt),
          ),
        );
      return;
    default:
      assertNever(command);
  }
}

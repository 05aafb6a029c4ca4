import type { Brigade } from '../../domain/dispatch/brigade.ts';
import { assertNever } from '../../domain/shared/assert-never.ts';
import type { brigades } from './schema/dispatch.ts';

export type BrigadeRow = typeof brigades.$inferSelect;

export function brigadeOf(row: BrigadeRow): Brigade {
  const { id, name, municipality, state } = row;
  const facts = { id, name, municipality, since: row.since.getTime() };
  switch (state) {
    case 'available':
    case 'outOfService':
      return { ...facts, state };
    case 'assigned':
    case 'enRoute':
    case 'onScene':
      if (row.incidentId === null) throw new Error('An engaged brigade row lacks its incident');
      return { ...facts, state, incidentId: row.incidentId };
    case 'clearing':
      if (row.clearBy === null) throw new Error('A clearing brigade row lacks its end');
      return { ...facts, state, clearBy: row.clearBy.getTime() };
    default:
      return assertNever(state);
  }
}

export function brigadeRow(brigade: Brigade): BrigadeRow {
  return {
    id: brigade.id,
    name: brigade.name,
    municipality: brigade.municipality,
    state: brigade.state,
    since: new Date(brigade.since),
    incidentId: 'incidentId' in brigade ? brigade.incidentId : null,
    clearBy: brigade.state === 'clearing' ? new Date(brigade.clearBy) : null,
  };
}

import type { Signal } from '../../domain/signals/signal.ts';
import type { signals } from './schema/record.ts';

export type SignalRow = typeof signals.$inferSelect;

export function signalOf(row: SignalRow): Signal {
  return {
    id: row.id,
    number: row.number,
    source: row.source,
    lineId: row.lineId,
    lineTitle: row.lineTitle,
    priority: row.priority,
    caller: row.caller,
    createdAt: row.createdAt.getTime(),
    card: row.card,
    version: row.version,
    ...(row.triage !== null && { triage: row.triage }),
    ...(row.triagedAt !== null && { triagedAt: row.triagedAt.getTime() }),
    ...(row.note !== null && { note: row.note }),
  };
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What is no UUID is the id of nothing; PostgreSQL would call it a syntax error. */
export function isUuid(id: string): boolean {
  return UUID.test(id);
}

import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { Call, CallQuality } from '../../../domain/calls/call.ts';
import type { Caller } from '../../../domain/callers/caller.ts';
import type { Card } from '../../../domain/signals/card.ts';
import type { Triage } from '../../../domain/signals/signal.ts';
import { moment } from './columns.ts';
import { municipalities } from './places.ts';

export const signals = pgTable(
  'signals',
  {
    id: uuid('id').primaryKey(),
    number: text('number').notNull().unique(),
    region: text('region').notNull(),
    year: integer('year').notNull(),
    serial: integer('serial').notNull(),
    source: text('source').$type<'call' | 'fallback'>().notNull(),
    lineId: text('line_id').notNull(),
    lineTitle: text('line_title').notNull(),
    /** Smaller goes first, as the line said when it rang. */
    priority: integer('priority').notNull(),
    caller: jsonb('caller').$type<Caller>().notNull(),
    createdAt: moment('created_at').notNull(),
    card: jsonb('card').$type<Card>().notNull(),
    version: integer('version').notNull().default(0),
    /** Repeats the card's, so that a municipality that does not exist is refused. */
    municipality: text('municipality').references(() => municipalities.code),
    triage: text('triage').$type<Triage>(),
    triagedAt: moment('triaged_at'),
    triagedBy: text('triaged_by'),
    note: text('note').$type<'cardToWrite'>(),
  },
  (table) => [
    unique('signals_serial').on(table.region, table.year, table.serial),
    index('signals_created_at').on(table.createdAt.desc(), table.id),
    check('signals_source_known', sql`${table.source} in ('call', 'fallback')`),
    check('signals_triage_known', sql`${table.triage} in ('emergency', 'planned')`),
    check('signals_triaged_at', sql`(${table.triage} is null) = (${table.triagedAt} is null)`),
    check(
      'signals_emergency_somewhere',
      sql`${table.triage} is distinct from 'emergency' or ${table.municipality} is not null`,
    ),
  ],
);

export const calls = pgTable(
  'calls',
  {
    id: text('id').primaryKey(),
    signalId: uuid('signal_id')
      .notNull()
      .unique()
      .references(() => signals.id),
    lineId: text('line_id').notNull(),
    phase: text('phase').notNull(),
    arrivedAt: moment('arrived_at').notNull(),
    answeredAt: moment('answered_at'),
    endedAt: moment('ended_at'),
    waitedMs: integer('waited_ms'),
    talkedMs: integer('talked_ms'),
    agentId: text('agent_id'),
    missedBy: text('missed_by').array().notNull(),
    keys: text('keys').notNull(),
    outcome: text('outcome'),
    outcomeReason: text('outcome_reason'),
    quality: jsonb('quality').$type<CallQuality>(),
    /** The journal's position that this row shows. */
    position: bigint('position', { mode: 'number' }).notNull(),
    /** The whole state, as the machine left it. */
    state: jsonb('state').$type<Call>().notNull(),
  },
  (table) => [
    index('calls_arrived_at').on(table.arrivedAt),
    check(
      'calls_ended_has_outcome',
      sql`(${table.phase} = 'ended') = (${table.outcome} is not null)`,
    ),
    check('calls_ended_at', sql`(${table.phase} = 'ended') = (${table.endedAt} is not null)`),
    check(
      'calls_outcome_known',
      sql`${table.outcome} in
        ('answered', 'callbackPromised', 'handedTo112', 'voicemail', 'abandoned', 'closed')`,
    ),
  ],
);

/** Everything that happened to a call, in order; the id is the journal entry's. */
export const callEvents = pgTable(
  'call_events',
  {
    id: text('id').primaryKey(),
    position: bigint('position', { mode: 'number' }).notNull(),
    callId: text('call_id')
      .notNull()
      .references(() => calls.id),
    at: moment('at').notNull(),
    type: text('type').notNull(),
    event: jsonb('event').notNull(),
  },
  (table) => [index('call_events_of_call').on(table.callId, table.position)],
);

/** Entries that the record could not hold, whole and as text: one of them never stops the rest. */
export const refusedEntries = pgTable('refused_entries', {
  id: text('id').primaryKey(),
  position: bigint('position', { mode: 'number' }).notNull(),
  stream: text('stream').notNull(),
  at: moment('at').notNull(),
  event: text('event').notNull(),
  state: text('state').notNull(),
  reason: text('reason').notNull(),
});

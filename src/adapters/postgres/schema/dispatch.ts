import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { Brigade } from '../../../domain/dispatch/brigade.ts';
import type { DeadlineKind } from '../../../domain/dispatch/deadline.ts';
import type { Fate } from '../../../domain/dispatch/assignment.ts';
import type { Clock, Incident } from '../../../domain/dispatch/incident.ts';
import { moment } from './columns.ts';
import { municipalities } from './places.ts';
import { signals } from './record.ts';

export const brigades = pgTable(
  'brigades',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    municipality: text('municipality')
      .notNull()
      .references(() => municipalities.code),
    state: text('state').$type<Brigade['state']>().notNull(),
    since: moment('since').notNull(),
    /** Offered to or served by it. No foreign key: the assignment carries it. */
    incidentId: uuid('incident_id').unique(),
    /** When clearing ends by itself. */
    clearBy: moment('clear_by'),
  },
  (table) => [
    check(
      'brigades_state_known',
      sql`${table.state} in
        ('available', 'assigned', 'enRoute', 'onScene', 'clearing', 'outOfService')`,
    ),
    check(
      'brigades_engaged_has_incident',
      sql`(${table.state} in ('assigned', 'enRoute', 'onScene')) = (${table.incidentId} is not null)`,
    ),
    check(
      'brigades_clearing_ends',
      sql`(${table.state} = 'clearing') = (${table.clearBy} is not null)`,
    ),
  ],
);

export const incidents = pgTable(
  'incidents',
  {
    id: uuid('id').primaryKey(),
    signalId: uuid('signal_id')
      .notNull()
      .references(() => signals.id),
    signalNumber: text('signal_number').notNull(),
    municipality: text('municipality')
      .notNull()
      .references(() => municipalities.code),
    priority: integer('priority').notNull(),
    phase: text('phase').$type<Incident['phase']>().notNull(),
    clock: text('clock').$type<Clock>().notNull(),
    createdAt: moment('created_at').notNull(),
    warnAt: moment('warn_at').notNull(),
    leaveBy: moment('leave_by').notNull(),
    assignmentId: uuid('assignment_id'),
    brigadeId: text('brigade_id').references(() => brigades.id),
    offeredAt: moment('offered_at'),
    acceptBy: moment('accept_by'),
    acceptedAt: moment('accepted_at'),
    leftAt: moment('left_at'),
    arrivedAt: moment('arrived_at'),
    finishedAt: moment('finished_at'),
    cancelledAt: moment('cancelled_at'),
    cancelReason: text('cancel_reason'),
    cancelledBy: text('cancelled_by'),
    /** Brigades that did not take it, in order. */
    refusedBy: text('refused_by').array().notNull(),
    /** Those of them that are not asked again in this round. */
    asked: text('asked').array().notNull(),
  },
  (table) => [
    uniqueIndex('incidents_one_live_per_signal')
      .on(table.signalId)
      .where(sql`${table.phase} not in ('finished', 'cancelled')`),
    uniqueIndex('incidents_one_live_per_brigade')
      .on(table.brigadeId)
      .where(sql`${table.phase} not in ('finished', 'cancelled')`),
    index('incidents_of_signal').on(table.signalId, table.createdAt),
    check(
      'incidents_phase_known',
      sql`${table.phase} in
        ('queued', 'offered', 'accepted', 'enRoute', 'onScene', 'finished', 'cancelled')`,
    ),
    check('incidents_clock_known', sql`${table.clock} in ('ok', 'warned', 'late')`),
    check(
      'incidents_brigade_follows_phase',
      sql`${table.phase} = 'cancelled'
        or (${table.phase} = 'queued') = (${table.brigadeId} is null)`,
    ),
    check(
      'incidents_moments_follow_phase',
      sql`(${table.phase} = 'offered') = (${table.acceptBy} is not null)
        and (${table.phase} = 'finished') = (${table.finishedAt} is not null)
        and (${table.phase} = 'cancelled') = (${table.cancelledAt} is not null)
        and (${table.phase} = 'cancelled') = (${table.cancelReason} is not null)`,
    ),
  ],
);

/** This brigade for that incident; without a fate it is the live one. */
export const assignments = pgTable(
  'assignments',
  {
    id: uuid('id').primaryKey(),
    incidentId: uuid('incident_id')
      .notNull()
      .references(() => incidents.id),
    brigadeId: text('brigade_id')
      .notNull()
      .references(() => brigades.id),
    offeredAt: moment('offered_at').notNull(),
    acceptedAt: moment('accepted_at'),
    endedAt: moment('ended_at'),
    fate: text('fate').$type<Fate>(),
  },
  (table) => [
    uniqueIndex('assignments_one_live_per_incident')
      .on(table.incidentId)
      .where(sql`${table.fate} is null`),
    uniqueIndex('assignments_one_live_per_brigade')
      .on(table.brigadeId)
      .where(sql`${table.fate} is null`),
    index('assignments_of_incident').on(table.incidentId, table.offeredAt),
    check(
      'assignments_fate_known',
      sql`${table.fate} in ('declined', 'noAnswer', 'cancelled', 'completed')`,
    ),
    check('assignments_ended_at', sql`(${table.fate} is null) = (${table.endedAt} is null)`),
  ],
);

/** A moment at which something must happen; claimed with `for update skip locked`. */
export const deadlines = pgTable(
  'deadlines',
  {
    id: uuid('id')
      .primaryKey()
      .default(sql`gen_random_uuid()`),
    kind: text('kind').$type<DeadlineKind>().notNull(),
    /** An assignment (`acceptBy`), an incident (`warn`, `late`) or a brigade (`clearBy`). */
    subject: text('subject').notNull(),
    dueAt: moment('due_at').notNull(),
    firedAt: moment('fired_at'),
  },
  (table) => [
    uniqueIndex('deadlines_one_pending')
      .on(table.kind, table.subject)
      .where(sql`${table.firedAt} is null`),
    index('deadlines_due')
      .on(table.dueAt)
      .where(sql`${table.firedAt} is null`),
    check('deadlines_kind_known', sql`${table.kind} in ('acceptBy', 'warn', 'late', 'clearBy')`),
  ],
);

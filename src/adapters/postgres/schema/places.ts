import { doublePrecision, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Rung } from '../../../domain/lines/line.ts';

export const regions = pgTable('regions', {
  /** Begins a signal's number: `ТМН`. */
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  /** IANA zone: what "today" means there. */
  timeZone: text('time_zone').notNull(),
});

export const municipalities = pgTable('municipalities', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  region: text('region')
    .notNull()
    .references(() => regions.code),
  /** Its centre, degrees; good enough to tell which neighbour is nearer. */
  latitude: doublePrecision('latitude').notNull(),
  longitude: doublePrecision('longitude').notNull(),
});

export const lines = pgTable('lines', {
  id: text('id').primaryKey(),
  number: text('number').notNull().unique(),
  title: text('title').notNull(),
  name: text('name').notNull(),
  region: text('region')
    .notNull()
    .references(() => regions.code),
  ladder: jsonb('ladder').$type<readonly Rung[]>().notNull(),
  priority: integer('priority').notNull(),
  maxWaitMs: integer('max_wait_ms').notNull(),
});

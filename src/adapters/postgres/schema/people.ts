import { sql } from 'drizzle-orm';
import { bigint, check, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import type { Skill } from '../../../domain/lines/line.ts';
import { moment } from './columns.ts';
import { brigades } from './dispatch.ts';

export const agents = pgTable(
  'agents',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    skills: text('skills').array().$type<Skill[]>().notNull(),
  },
  (table) => [
    check(
      'agents_skills_known',
      sql`${table.skills} <@ array['operator', 'consultant', 'lawyer']::text[]`,
    ),
  ],
);

/** Digest needs the password itself, so it stands apart from what lists and exports read. */
export const phoneAccounts = pgTable('phone_accounts', {
  agentId: text('agent_id')
    .primaryKey()
    .references(() => agents.id),
  sipUser: text('sip_user').notNull().unique(),
  sipPassword: text('sip_password').notNull(),
});

/** The last known state of an agent, from the journal. */
export const agentStates = pgTable('agent_states', {
  agentId: text('agent_id').primaryKey(),
  availability: text('availability').notNull(),
  at: moment('at').notNull(),
  position: bigint('position', { mode: 'number' }).notNull(),
  state: jsonb('state').notNull(),
});

export const users = pgTable(
  'users',
  {
    id: text('id').primaryKey(),
    login: text('login').notNull().unique(),
    name: text('name').notNull(),
    role: text('role')
      .$type<'operator' | 'consultant' | 'supervisor' | 'brigade' | 'administrator'>()
      .notNull(),
    /** Argon2id, in its own notation. */
    passwordHash: text('password_hash').notNull(),
    agentId: text('agent_id').references(() => agents.id),
    brigadeId: text('brigade_id').references(() => brigades.id),
  },
  (table) => [
    check(
      'users_role_known',
      sql`${table.role} in ('operator', 'consultant', 'supervisor', 'brigade', 'administrator')`,
    ),
    check(
      'users_brigade_has_brigade',
      sql`(${table.role} = 'brigade') = (${table.brigadeId} is not null)`,
    ),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    /** A hash of what the browser holds. */
    id: text('id').primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: moment('expires_at').notNull(),
  },
  (table) => [index('sessions_expires_at').on(table.expiresAt)],
);

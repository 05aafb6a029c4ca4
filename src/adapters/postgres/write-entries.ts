import type { Sql, TransactionSql } from 'postgres';
import type { Call } from '../../domain/calls/call.ts';
import type { StoredEntry } from '../../ports/journal.ts';
import { agentStateRow, callRow, eventRow, signalRow, type JsonRow } from './projected-rows.ts';

/**
 * Writes entries in one transaction: four statements, however many entries. Rows travel as one
 * JSON parameter each, so that every batch size uses the same prepared statement. Answers the
 * signals whose row or call may have changed.
 */
export async function writeEntries(sql: Sql, entries: readonly StoredEntry[]): Promise<string[]> {
  const signals = new Map<string, JsonRow>();
  const calls = new Map<string, JsonRow>();
  const events: JsonRow[] = [];
  const agents = new Map<string, JsonRow>();
  for (const entry of entries) {
    if (entry.stream.startsWith('call:')) {
      // The journal holds what the desk wrote: for a `call:` stream, a call.
      const call = entry.state as Call;
      if (!signals.has(call.signalId)) signals.set(call.signalId, signalRow(call));
      calls.set(call.id, callRow(call, entry.position));
      events.push(eventRow(entry, call));
    } else if (entry.stream.startsWith('agent:')) {
      agents.set(entry.stream, agentStateRow(entry));
    }
  }
  await sql.begin(async (transaction) => {
    if (signals.size > 0) {
      await insertSignals(transaction, [...signals.values()]);
      await upsertCalls(transaction, [...calls.values()]);
      await insertEvents(transaction, events);
    }
    if (agents.size > 0) await upsertAgentStates(transaction, [...agents.values()]);
  });
  return [...signals.keys()];
}

function json(sql: TransactionSql, rows: readonly JsonRow[]) {
  // Their fields come from JSON and are JSON; the driver's type cannot see it.
  return sql.json(rows as unknown as Parameters<typeof sql.json>[0]);
}

/** What the operator has written since stays: only a signal that is not there yet is made. */
async function insertSignals(sql: TransactionSql, rows: readonly JsonRow[]): Promise<void> {
  await sql`
    insert into signals (id, number, region, year, serial, source, line_id, line_title, priority,
      caller, created_at, card, version, note)
    select * from jsonb_to_recordset(${json(sql, rows)}) as row (
      id uuid, number text, region text, year int, serial int, source text, line_id text,
      line_title text, priority int, caller jsonb, created_at timestamptz, card jsonb, version int,
      note text)
    on conflict (id) do nothing`;
}

async function upsertCalls(sql: TransactionSql, rows: readonly JsonRow[]): Promise<void> {
  await sql`
    insert into calls (id, signal_id, line_id, phase, arrived_at, answered_at, ended_at, waited_ms,
      talked_ms, agent_id, missed_by, keys, outcome, outcome_reason, quality, position, state)
    select * from jsonb_to_recordset(${json(sql, rows)}) as row (
      id text, signal_id uuid, line_id text, phase text, arrived_at timestamptz,
      answered_at timestamptz, ended_at timestamptz, waited_ms int, talked_ms int, agent_id text,
      missed_by text[], keys text, outcome text, outcome_reason text, quality jsonb,
      position bigint, state jsonb)
    on conflict (id) do update set
      phase = excluded.phase, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
      waited_ms = excluded.waited_ms, talked_ms = excluded.talked_ms, agent_id = excluded.agent_id,
      missed_by = excluded.missed_by, keys = excluded.keys, outcome = excluded.outcome,
      outcome_reason = excluded.outcome_reason, quality = excluded.quality,
      position = excluded.position, state = excluded.state
    where calls.position < excluded.position`;
}

async function insertEvents(sql: TransactionSql, rows: readonly JsonRow[]): Promise<void> {
  await sql`
    insert into call_events (id, position, call_id, at, type, event)
    select * from jsonb_to_recordset(${json(sql, rows)}) as row (
      id text, position bigint, call_id text, at timestamptz, type text, event jsonb)
    on conflict (id) do nothing`;
}

/** By time, not by position: a journal that was begun anew counts from one again. */
async function upsertAgentStates(sql: TransactionSql, rows: readonly JsonRow[]): Promise<void> {
  await sql`
    insert into agent_states (agent_id, availability, at, position, state)
    select * from jsonb_to_recordset(${json(sql, rows)}) as row (
      agent_id text, availability text, at timestamptz, position bigint, state jsonb)
    on conflict (agent_id) do update set
      availability = excluded.availability, at = excluded.at, position = excluded.position,
      state = excluded.state
    where agent_states.at <= excluded.at`;
}

/** Whole and as text, which holds whatever JSON holds. */
export async function setAside(sql: Sql, entry: StoredEntry, reason: string): Promise<void> {
  await sql`
    insert into refused_entries (id, position, stream, at, event, state, reason)
    values (${entry.id}, ${entry.position}, ${entry.stream}, ${new Date(entry.at)},
      ${JSON.stringify(entry.event)}, ${JSON.stringify(entry.state)}, ${reason})
    on conflict (id) do nothing`;
}

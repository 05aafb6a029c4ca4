/**
 * The journal's tables. `streams` repeats the latest state of each stream, so that a restart reads
 * a handful of rows and not the history. AUTOINCREMENT: a position is never given out twice, even
 * after the newest entries were pruned.
 */
export const JOURNAL_TABLES = `
  create table if not exists entries (
    position integer primary key autoincrement,
    id text not null unique,
    at integer not null,
    stream text not null,
    event text not null check (json_valid(event)),
    state text not null check (json_valid(state)),
    closed integer not null check (closed in (0, 1))
  ) strict;

  create table if not exists streams (
    stream text primary key,
    first_position integer not null,
    last_position integer not null,
    state text not null,
    closed integer not null
  ) strict;
  create index if not exists streams_open on streams (first_position) where closed = 0;
  create index if not exists streams_closed on streams (last_position) where closed = 1;

  create table if not exists projection (
    only integer primary key check (only = 1),
    position integer not null
  ) strict;
  insert into projection values (1, 0) on conflict do nothing;

  create table if not exists numbers (
    region text not null,
    year integer not null,
    last integer not null,
    primary key (region, year)
  ) strict;
`;

import type { PgDatabase } from 'drizzle-orm/pg-core';
import {
  drizzle,
  type PostgresJsDatabase,
  type PostgresJsQueryResultHKT,
} from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import type { Log } from '../../ports/system.ts';
import { onRecord } from './record-away.ts';

export interface PostgresSettings {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  readonly log: Log;
  /** Connections of each of the two clients; default 8. */
  readonly connections?: number;
}

/** The typed client, or one of its transactions. */
export type Database = PgDatabase<PostgresJsQueryResultHKT>;

/** Both clients of one database. Nothing connects before the first statement. */
export interface Postgres {
  /** For typed queries. It changes the parsers of its client, which is why `sql` is another. */
  readonly drizzle: PostgresJsDatabase;
  /** For statements that are clearer in SQL, with `sql.json()`. */
  readonly sql: Sql;
  /** Resolves when the database answers; throws `RecordAway` (`record-away`). */
  ping(): Promise<void>;
  /** Waits shortly for running statements; harmless when it is closed already. */
  close(): Promise<void>;
}

const CONNECT_WITHIN_S = 2;
/** A database that came back is found again this soon; postgres.js would wait up to 20 s. */
const RECONNECT_AFTER_S = 0.25;
const CLOSE_WITHIN_S = 2;

export function connectPostgres(settings: PostgresSettings): Postgres {
  const options = {
    max: settings.connections ?? 8,
    connect_timeout: CONNECT_WITHIN_S,
    backoff: () => RECONNECT_AFTER_S,
    connection: { application_name: 'opora', TimeZone: 'UTC' },
    onnotice: (notice: { code?: string }) => {
      settings.log.info('PostgreSQL gave a notice', { code: notice.code });
    },
  };
  const typed = postgres(settings.url, options);
  const raw = postgres(settings.url, options);
  return {
    drizzle: drizzle(typed),
    sql: raw,
    async ping() {
      await onRecord(() => raw`select 1`);
    },
    async close() {
      await Promise.all([
        typed.end({ timeout: CLOSE_WITHIN_S }),
        raw.end({ timeout: CLOSE_WITHIN_S }),
      ]);
    },
  };
}

import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as runMigrations } from 'drizzle-orm/postgres-js/migrator';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { meansAway } from './record-away.ts';
import { RecordAway } from '../../ports/record-away.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
/** An arbitrary constant: whoever holds this advisory lock migrates, the others wait. */
const MIGRATION_LOCK = 7_201_001;
const CONNECT_WITHIN_S = 2;

/**
 * Brings the schema up to date; harmless when it is, and when two processes start at once.
 * Throws `RecordAway` (`record-away`).
 */
export async function migrate(url: string): Promise<void> {
  // Its one connection holds the lock; drizzle keeps no lock of its own.
  const sql = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_WITHIN_S,
    onnotice: () => undefined,
  });
  try {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await runMigrations(drizzle(sql), { migrationsFolder: MIGRATIONS });
  } catch (error) {
    throw meansAway(error) ? new RecordAway({ cause: error }) : error;
  } finally {
    await sql.end({ timeout: CONNECT_WITHIN_S });
  }
}

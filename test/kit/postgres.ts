import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import { connectPostgres, type Postgres } from '../../src/adapters/postgres/connect.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';
import { startPostgres, type LocalPostgres } from '../../src/local/postgres.ts';
import type { Log } from '../../src/ports/system.ts';

export const silentLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** A real PostgreSQL for one test file. */
export interface TestServer {
  /** A new, migrated, empty database. */
  database(): Promise<TestDatabase>;
  /** Stops the server as an outage does: the data stays. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  /** Stops everything and removes the data. */
  close(): Promise<void>;
}

export interface TestDatabase {
  readonly url: string;
  readonly postgres: Postgres;
}

export async function startTestServer(): Promise<TestServer> {
  // Not below $TMPDIR: the server's own user must be able to reach it.
  const dataDir = mkdtempSync(join('/tmp', 'opora-pg-'));
  const port = randomInt(20_000, 29_000);
  let server: LocalPostgres = await startPostgres({ dataDir, port });
  const opened: Postgres[] = [];
  return {
    async database() {
      const name = `t${randomBytes(6).toString('hex')}`;
      const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
      await admin`create database ${admin(name)}`;
      await admin.end();
      const url = server.url.replace(/\/[^/]*$/, `/${name}`);
      await migrate(url);
      const database = connectPostgres({ url, log: silentLog, connections: 4 });
      opened.push(database);
      return { url, postgres: database };
    },
    goAway: () => server.stop(),
    async comeBack() {
      server = await startPostgres({ dataDir, port });
    },
    async close() {
      await Promise.all(opened.map((database) => database.close()));
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

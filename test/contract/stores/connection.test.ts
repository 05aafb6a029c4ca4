import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPostgres, type Postgres } from '../../../src/adapters/postgres/connect.ts';
import { migrate } from '../../../src/adapters/postgres/migrate.ts';
import { silentLog, startTestServer, type TestServer } from '../../kit/postgres.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server.close());

const away = expect.objectContaining({ code: 'record-away' }) as Error;

describe('the connection to the record', () => {
  it('migrates an empty database once, when two services start together', async () => {
    const { url, postgres } = await server.database();
    await Promise.all([migrate(url), migrate(url)]);
    const [found] =
      await postgres.sql`select count(*)::int as applied from drizzle.__drizzle_migrations`;
    expect(found?.['applied']).toBeGreaterThan(0);
  });

  it('says within seconds that the record is away, and finds it again by itself', async () => {
    const { postgres } = await server.database();
    await postgres.ping();
    await server.goAway();
    const before = performance.now();
    await expect(postgres.ping()).rejects.toThrow(away);
    await expect(postgres.ping()).rejects.toThrow(away);
    expect(performance.now() - before).toBeLessThan(5_000);
    await server.comeBack();
    await expect
      .poll(
        () =>
          postgres.ping().then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 5_000 },
      )
      .toBe('up');
  }, 30_000);

  it('says that the record is away when nobody listens there', async () => {
    const nobody: Postgres = connectPostgres({
      url: 'postgres://a:b@127.0.0.1:1/c',
      log: silentLog,
    });
    await expect(nobody.ping()).rejects.toThrow(away);
    await expect(migrate('postgres://a:b@127.0.0.1:1/c')).rejects.toThrow(away);
    await nobody.close();
  });
});

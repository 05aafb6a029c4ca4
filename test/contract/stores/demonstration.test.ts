import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postgresAgents } from '../../../src/adapters/postgres/agents-store.ts';
import { postgresDispatch } from '../../../src/adapters/postgres/dispatch-store.ts';
import { postgresLines } from '../../../src/adapters/postgres/lines-store.ts';
import { postgresSessions } from '../../../src/adapters/postgres/sessions-store.ts';
import { postgresUsers } from '../../../src/adapters/postgres/users-store.ts';
import { loadDemonstration } from '../../../src/local/demo/load-demonstration.ts';
import { startTestServer, type TestDatabase, type TestServer } from '../../kit/postgres.ts';

let server: TestServer;
let database: TestDatabase;
const passwords = { hash: (password: string) => Promise.resolve(`hash of ${password}`) };
beforeAll(async () => {
  server = await startTestServer();
  database = await server.database();
  await loadDemonstration(database.postgres, passwords);
}, 60_000);
afterAll(() => server.close());

describe('the demonstration data', () => {
  it("has the five practices' lines and a brigade in each of Tyumen's 26 municipalities", async () => {
    const lines = await postgresLines(database.postgres).all();
    expect(lines.map(({ number }) => number)).toEqual(
      expect.arrayContaining(['88002007201', '88002013461', '799004', '544444', '88002000122']),
    );
    const dispatch = postgresDispatch(database.postgres);
    expect(await dispatch.municipalities()).toHaveLength(26);
    expect(await dispatch.brigades()).toHaveLength(26);
  });

  it('stays as people left it when it is loaded again', async () => {
    const agents = postgresAgents(database.postgres);
    const before = await agents.all();
    await database.postgres.sql`update lines set name = 'Наша линия' where id = 'tyumen'`;
    const logins = await loadDemonstration(database.postgres, passwords);
    expect(await agents.all()).toEqual(before);
    expect(before[0]).toMatchObject({
      id: 'agent-101',
      sipUser: 'agent-101',
      skills: ['operator'],
    });
    const lines = await postgresLines(database.postgres).all();
    expect(lines.find(({ id }) => id === 'tyumen')?.name).toBe('Наша линия');
    expect(logins[0]).toMatchObject({ login: 'operator1', role: 'operator', password: 'demo' });
  });

  it('lets its people sign in and stay signed in over a restart', async () => {
    const user = await postgresUsers(database.postgres).findByLogin(' Operator1 ');
    expect(user).toMatchObject({ agentId: 'agent-101', passwordHash: 'hash of demo' });
    expect(await postgresUsers(database.postgres).findByLogin('nobody')).toBeUndefined();
    const sessions = postgresSessions(database.postgres);
    const who = { userId: user?.userId ?? '' };
    await sessions.save('hash', { who, expiresAt: 1_000 });
    await sessions.save('hash', { who, expiresAt: 2_000 });
    expect(await sessions.find('hash')).toMatchObject({
      who: { login: 'operator1', role: 'operator', agentId: 'agent-101' },
      expiresAt: 2_000,
    });
    await sessions.removeExpired(1_999);
    await sessions.remove('another');
    expect(await sessions.find('hash')).toBeDefined();
    await sessions.removeExpired(2_000);
    expect(await sessions.find('hash')).toBeUndefined();
  });
});

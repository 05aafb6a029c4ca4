import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SqliteJournal } from '../../src/adapters/journal/sqlite-journal.ts';
import { connectPostgres } from '../../src/adapters/postgres/connect.ts';
import { migrate } from '../../src/adapters/postgres/migrate.ts';
import { agents, phoneAccounts, users } from '../../src/adapters/postgres/schema/people.ts';
import { lines, regions } from '../../src/adapters/postgres/schema/places.ts';
import { ArgonPasswords } from '../../src/adapters/system/argon-passwords.ts';
import { pinoLog } from '../../src/adapters/system/pino-log.ts';
import type { Agent } from '../../src/domain/roster/agent.ts';
import { benchLines } from './line.ts';
import { AGENT_PASSWORD } from './switch.ts';

/** Who looks at the wall. */
export const WATCHER = { login: 'bench', password: 'bench-watcher-password' };

/** Lines, agents and a supervisor for the record; all agents on duty by the journal. */
export async function seed(
  databaseUrl: string,
  dataDir: string,
  names: readonly string[],
): Promise<void> {
  await migrate(databaseUrl);
  const postgres = connectPostgres({ url: databaseUrl, log: pinoLog({ level: 'silent' }) });
  const { drizzle } = postgres;
  const [line] = benchLines;
  const region = { code: line?.region ?? '', name: 'Bench', timeZone: 'Asia/Yekaterinburg' };
  await drizzle.insert(regions).values(region);
  await drizzle.insert(lines).values(benchLines.map((one) => ({ ...one })));
  await drizzle
    .insert(agents)
    .values(names.map((name) => ({ id: name, name, skills: ['operator' as const] })));
  await drizzle
    .insert(phoneAccounts)
    .values(names.map((name) => ({ agentId: name, sipUser: name, sipPassword: AGENT_PASSWORD })));
  await drizzle.insert(users).values({
    id: 'bench-watcher',
    login: WATCHER.login,
    name: 'Bench',
    role: 'supervisor',
    passwordHash: await new ArgonPasswords().hash(WATCHER.password),
  });
  await postgres.close();
  putOnDuty(dataDir, names);
}

function putOnDuty(dataDir: string, names: readonly string[]): void {
  const journal = new SqliteJournal({
    path: join(dataDir, 'journal.sqlite'),
    now: () => Date.now(),
  });
  const at = Date.now();
  journal.append(
    names.map((name) => ({
      id: randomUUID(),
      at,
      stream: `agent:${name}`,
      event: { type: 'joinedRoster' },
      state: onDuty(name, at),
      closed: false,
    })),
  );
  journal.close();
}

function onDuty(name: string, since: number): Agent {
  const skills = ['operator' as const];
  return { id: name, name, skills, reachableAt: [], availability: 'available', since };
}

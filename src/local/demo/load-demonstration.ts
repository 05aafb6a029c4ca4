import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database, Postgres } from '../../adapters/postgres/connect.ts';
import { brigades } from '../../adapters/postgres/schema/dispatch.ts';
import { agents, phoneAccounts, users } from '../../adapters/postgres/schema/people.ts';
import { lines, municipalities, regions } from '../../adapters/postgres/schema/places.ts';
import type { Passwords } from '../../ports/passwords.ts';
import type { User } from '../../ports/users-store.ts';
import { DEMO_LINES } from './lines.ts';
import { DEMO_AGENTS, DEMO_BRIGADES, DEMO_PASSWORD, DEMO_STAFF } from './people.ts';
import { DEMO_MUNICIPALITIES, DEMO_REGIONS } from './places.ts';

export interface DemoLogin {
  readonly login: string;
  readonly name: string;
  readonly role: User['role'];
  readonly password: string;
}

type NewUser = typeof users.$inferInsert;

/**
 * Loads the demonstration data; what is there already stays as it is, so that a second start
 * changes nothing. Answers the logins: people first, then the brigades.
 */
export async function loadDemonstration(
  { drizzle }: Pick<Postgres, 'drizzle'>,
  passwords: Pick<Passwords, 'hash'>,
): Promise<readonly DemoLogin[]> {
  const people = demoUsers();
  await drizzle.transaction(async (transaction) => {
    await loadPlaces(transaction);
    await loadAgents(transaction);
    await transaction
      .insert(brigades)
      .values(
        DEMO_BRIGADES.map(({ id, name, municipality }) => ({
          ...{ id, name, municipality },
          state: 'available' as const,
          since: new Date(),
        })),
      )
      .onConflictDoNothing();
    await loadUsers(transaction, people, passwords);
  });
  return people.map(({ login, name, role }) => ({ login, name, role, password: DEMO_PASSWORD }));
}

async function loadPlaces(database: Database): Promise<void> {
  await database
    .insert(regions)
    .values([...DEMO_REGIONS])
    .onConflictDoNothing();
  await database
    .insert(municipalities)
    .values([...DEMO_MUNICIPALITIES])
    .onConflictDoNothing();
  await database
    .insert(lines)
    .values([...DEMO_LINES])
    .onConflictDoNothing();
}

async function loadAgents(database: Database): Promise<void> {
  await database
    .insert(agents)
    .values(DEMO_AGENTS.map(({ id, name, skills }) => ({ id, name, skills: [...skills] })))
    .onConflictDoNothing();
  await database
    .insert(phoneAccounts)
    .values(
      DEMO_AGENTS.map(({ id }) => ({
        agentId: id,
        sipUser: id,
        sipPassword: randomBytes(18).toString('hex'),
      })),
    )
    .onConflictDoNothing();
}

function demoUsers(): Omit<NewUser, 'passwordHash'>[] {
  return [
    ...DEMO_AGENTS.map(({ id, login, name, role }) => ({
      ...{ id: `user-${login}`, login, name, role },
      agentId: id,
    })),
    ...DEMO_STAFF.map(({ login, name, role }) => ({ id: `user-${login}`, login, name, role })),
    ...DEMO_BRIGADES.map(({ id, login, name }) => ({
      ...{ id: `user-${login}`, login, name },
      role: 'brigade' as const,
      brigadeId: id,
    })),
  ];
}

/** One hash for all: it takes an eighth of a second, and the password is no secret. */
async function loadUsers(
  database: Database,
  people: readonly Omit<NewUser, 'passwordHash'>[],
  passwords: Pick<Passwords, 'hash'>,
): Promise<void> {
  const [first] = people;
  const known = first ? await database.select().from(users).where(eq(users.id, first.id)) : [];
  const passwordHash = known[0]?.passwordHash ?? (await passwords.hash(DEMO_PASSWORD));
  await database
    .insert(users)
    .values(people.map((person) => ({ ...person, passwordHash })))
    .onConflictDoNothing();
}

import { eq } from 'drizzle-orm';
import type { User, UsersStore } from '../../ports/users-store.ts';
import type { Postgres } from './connect.ts';
import { onRecord } from './record-away.ts';
import { users } from './schema/people.ts';

export function postgresUsers({ drizzle }: Postgres): UsersStore {
  return {
    findByLogin: (login) =>
      onRecord(async () => {
        const [row] = await drizzle
          .select()
          .from(users)
          .where(eq(users.login, login.trim().toLowerCase()));
        return row && { ...userOf(row), passwordHash: row.passwordHash };
      }),
  };
}

export function userOf(row: typeof users.$inferSelect): User {
  return {
    userId: row.id,
    login: row.login,
    name: row.name,
    role: row.role,
    ...(row.agentId !== null && { agentId: row.agentId }),
    ...(row.brigadeId !== null && { brigadeId: row.brigadeId }),
  };
}

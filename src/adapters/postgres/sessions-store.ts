import { eq, lte } from 'drizzle-orm';
import type { SessionsStore } from '../../ports/sessions-store.ts';
import type { Postgres } from './connect.ts';
import { onRecord } from './record-away.ts';
import { sessions, users } from './schema/people.ts';
import { userOf } from './users-store.ts';

export function postgresSessions({ drizzle }: Postgres): SessionsStore {
  return {
    find: (id) =>
      onRecord(async () => {
        const [row] = await drizzle
          .select()
          .from(sessions)
          .innerJoin(users, eq(users.id, sessions.userId))
          .where(eq(sessions.id, id));
        return row && { who: userOf(row.users), expiresAt: row.sessions.expiresAt.getTime() };
      }),
    save: (id, { who, expiresAt }) =>
      onRecord(async () => {
        const row = { userId: who.userId, expiresAt: new Date(expiresAt) };
        await drizzle
          .insert(sessions)
          .values({ id, ...row })
          .onConflictDoUpdate({ target: sessions.id, set: row });
      }),
    remove: (id) =>
      onRecord(async () => {
        await drizzle.delete(sessions).where(eq(sessions.id, id));
      }),
    removeExpired: (now) =>
      onRecord(async () => {
        await drizzle.delete(sessions).where(lte(sessions.expiresAt, new Date(now)));
      }),
  };
}

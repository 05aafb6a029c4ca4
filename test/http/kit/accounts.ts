import type { OpenSession, SessionRecord } from '../../../src/app/access/open-sessions.ts';
import type { UserWithPassword } from '../../../src/app/access/sign-in.ts';
import type { Role } from '../../../src/app/access/who.ts';
import { RecordAway } from '../../../src/ports/record-away.ts';

export const PASSWORD = 'right password';

/** One user per role; the login is the role. */
export class Accounts {
  away = false;

  findByLogin(login: string): Promise<UserWithPassword | undefined> {
    if (this.away) return Promise.reject(new RecordAway());
    return Promise.resolve(users.find((user) => user.login === login));
  }
}

function user(role: Role, more: Partial<UserWithPassword> = {}): UserWithPassword {
  return { userId: `user-${role}`, login: role, name: role, role, passwordHash: PASSWORD, ...more };
}

const users: readonly UserWithPassword[] = [
  user('operator', { agentId: 'anna' }),
  user('consultant', { agentId: 'boris' }),
  user('supervisor'),
  user('administrator'),
  user('brigade', { brigadeId: 'brigade-1' }),
];

/** Passwords that are their own hash: argon2 has its own test. */
export const plainPasswords = {
  hash: (password: string) => Promise.resolve(password),
  matches: (passwordHash: string, password: string) => Promise.resolve(passwordHash === password),
};

/** The record of sessions, in memory; `away` is PostgreSQL stopped. */
export class SessionsInMemory implements SessionRecord {
  readonly kept = new Map<string, OpenSession>();
  away = false;

  find(id: string): Promise<OpenSession | undefined> {
    return this.#answer(() => this.kept.get(id));
  }

  save(id: string, session: OpenSession): Promise<void> {
    return this.#answer(() => void this.kept.set(id, session));
  }

  remove(id: string): Promise<void> {
    return this.#answer(() => void this.kept.delete(id));
  }

  #answer<T>(work: () => T): Promise<T> {
    return this.away ? Promise.reject(new RecordAway()) : Promise.resolve(work());
  }
}

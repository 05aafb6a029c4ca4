/** Someone who may sign in. */
export interface User {
  readonly userId: string;
  readonly login: string;
  readonly name: string;
  readonly role: 'operator' | 'consultant' | 'supervisor' | 'brigade' | 'administrator';
  readonly agentId?: string;
  readonly brigadeId?: string;
}

export interface UserWithPassword extends User {
  /** Argon2id, in its own notation. */
  readonly passwordHash: string;
}

export interface UsersStore {
  /** Capitals in a login do not matter. Rejects with `RecordAway`. */
  findByLogin(login: string): Promise<UserWithPassword | undefined>;
}

import { SECOND } from '../../domain/shared/time.ts';
import type { Passwords } from '../../ports/passwords.ts';
import type { Clock } from '../../ports/system.ts';
import { WrongLoginOrPassword } from './problems.ts';
import type { Who } from './who.ts';
import { within } from './within.ts';

const RECORD_LIMIT_MS = 3 * SECOND;

/** A user with what proves them. */
export interface UserWithPassword extends Who {
  readonly passwordHash: string;
}

export interface SignInDeps {
  readonly clock: Clock;
  readonly passwords: Passwords;
  readonly users: { findByLogin(login: string): Promise<UserWithPassword | undefined> };
}

/** Checks a login and a password. An unknown login takes as long as a wrong password. */
export class SignIn {
  readonly #deps: SignInDeps;
  #decoy: Promise<string> | undefined;

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  /** Rejects with {@link WrongLoginOrPassword}, or `RecordAway` when users cannot be read. */
  async check(login: string, password: string): Promise<Who> {
    const { clock, passwords, users } = this.#deps;
    const user = await within(clock, RECORD_LIMIT_MS, users.findByLogin(login));
    this.#decoy ??= passwords.hash('nobody has this password');
    const matches = await passwords.matches(user?.passwordHash ?? (await this.#decoy), password);
    if (!user || !matches) throw new WrongLoginOrPassword();
    const { userId, name, role, agentId, brigadeId } = user;
    return { userId, login: user.login, name, role, agentId, brigadeId };
  }
}

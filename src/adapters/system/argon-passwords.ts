import { hash, verify } from '@node-rs/argon2';
import type { Passwords } from '../../ports/passwords.ts';

/** argon2id with the library's defaults: 19 MiB, 2 passes (OWASP's first recommendation). */
export class ArgonPasswords implements Passwords {
  hash(password: string): Promise<string> {
    return hash(password);
  }

  matches(passwordHash: string, password: string): Promise<boolean> {
    return verify(passwordHash, password);
  }
}

/** Makes and checks password hashes, slowly on purpose. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Rejects when the hash itself is malformed. */
  matches(passwordHash: string, password: string): Promise<boolean>;
}

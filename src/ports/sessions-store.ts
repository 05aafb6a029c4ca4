import type { Instant } from '../domain/shared/time.ts';
import type { User } from './users-store.ts';

export interface StoredSession {
  /** As the user is now, not as they were when they signed in. */
  readonly who: User;
  readonly expiresAt: Instant;
}

/** Sessions that outlive a restart. Ids are hashes of what the browser holds. */
export interface SessionsStore {
  find(id: string): Promise<StoredSession | undefined>;
  save(
    id: string,
    session: { readonly who: { readonly userId: string }; readonly expiresAt: Instant },
  ): Promise<void>;
  /** Harmless when there is none. */
  remove(id: string): Promise<void>;
  removeExpired(now: Instant): Promise<void>;
}

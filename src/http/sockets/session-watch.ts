import type { OpenSessions } from '../../app/access/open-sessions.ts';
import { SECOND } from '../../domain/shared/time.ts';
import type { Clock } from '../../ports/system.ts';
import type { PageSocket } from './page-socket.ts';

const CHECK_EVERY_MS = 10 * SECOND;
/** Our close code for a session that has ended. */
export const SESSION_ENDED = 4401;

/** Closes the sockets of a session that was revoked (at once) or has run out. */
export class SessionWatch {
  readonly #clock: Clock;
  readonly #sessions: OpenSessions;
  readonly #sockets = new Map<string, Set<PageSocket>>();
  readonly #stopListening: () => void;
  #cancelCheck: (() => void) | undefined;

  constructor(deps: { readonly clock: Clock; readonly sessions: OpenSessions }) {
    this.#clock = deps.clock;
    this.#sessions = deps.sessions;
    this.#stopListening = deps.sessions.onEnded((sessionId) => {
      this.#closeAll(sessionId);
    });
    this.#checkLater();
  }

  add(sessionId: string, socket: PageSocket): void {
    const sockets = this.#sockets.get(sessionId) ?? new Set();
    this.#sockets.set(sessionId, sockets.add(socket));
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0 && this.#sockets.get(sessionId) === sockets) {
        this.#sockets.delete(sessionId);
      }
    });
  }

  /** Idempotent. */
  stop(): void {
    this.#cancelCheck?.();
    this.#stopListening();
  }

  #checkLater(): void {
    this.#cancelCheck = this.#clock.at(this.#clock.now() + CHECK_EVERY_MS, () => {
      void this.#check();
      this.#checkLater();
    });
  }

  async #check(): Promise<void> {
    for (const sessionId of this.#sockets.keys()) {
      // Asks the record too, every now and then: another process may have revoked it.
      const session = await this.#sessions.find(sessionId).catch(() => 'unknown' as const);
      if (session === undefined) this.#closeAll(sessionId);
    }
  }

  #closeAll(sessionId: string): void {
    for (const socket of this.#sockets.get(sessionId) ?? []) socket.close(SESSION_ENDED, 'ended');
  }
}

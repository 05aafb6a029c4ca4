import cookie from '@fastify/cookie';
import session, { type FastifySessionOptions } from '@fastify/session';
import type { Session } from 'fastify';
import fp from 'fastify-plugin';
import type { OpenSessions } from '../../app/access/open-sessions.ts';
import type { Who } from '../../app/access/who.ts';
import { HOUR } from '../../domain/shared/time.ts';
import type { Clock } from '../../ports/system.ts';

declare module 'fastify' {
  interface Session {
    who?: Who;
  }
}

/** A long shift. It does not roll: who sits here tomorrow signs in again. */
const SESSION_MS = 14 * HOUR;
/** Pages and pictures need no session; so they load even when the record is away. */
const PATH = '/api';

export interface SessionsOptions {
  readonly clock: Clock;
  readonly sessions: OpenSessions;
  readonly secret: string;
  readonly secure: boolean;
}

/** Session cookies (`httpOnly`, `SameSite=Lax`) over {@link OpenSessions}. */
export const sessions = fp<SessionsOptions>(
  async (app, options) => {
    const attributes = {
      path: PATH,
      httpOnly: true,
      sameSite: 'lax',
      secure: options.secure,
    } as const;
    await app.register(cookie);
    await app.register(session, {
      secret: options.secret,
      cookieName: 'opora',
      cookie: { ...attributes, maxAge: SESSION_MS },
      store: storeOver(options, attributes),
      saveUninitialized: false,
      rolling: false,
    });
  },
  { name: 'sessions' },
);

/** Our sessions in the shape that @fastify/session knows from express-session. */
function storeOver(
  { sessions, clock }: SessionsOptions,
  attributes: Pick<Session['cookie'], 'path' | 'httpOnly' | 'sameSite' | 'secure'>,
): NonNullable<FastifySessionOptions['store']> {
  return {
    set(sessionId, { who }, callback) {
      if (!who) {
        callback();
        return;
      }
      sessions.open(sessionId, { who, expiresAt: clock.now() + SESSION_MS }).then(() => {
        callback();
      }, callback);
    },
    get(sessionId, callback) {
      sessions.find(sessionId).then((found) => {
        if (!found) {
          callback(null, null);
          return;
        }
        const expires = new Date(found.expiresAt);
        callback(null, {
          cookie: { ...attributes, originalMaxAge: null, expires },
          who: found.who,
        });
      }, callback);
    },
    destroy(sessionId, callback) {
      sessions.close(sessionId).then(() => {
        callback();
      }, callback);
    },
  };
}

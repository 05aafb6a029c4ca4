import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { ForeignOrigin } from '../problems.ts';

/** Methods that change nothing here; a socket's upgrade is a GET, but is checked as well. */
const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Keeps pages of other sites from acting with the cookie of ours. A browser names its page's
 * origin on every upgrade and every request that may change something (Fetch standard, "append a
 * request Origin header"); a program that is no browser names none and carries nobody's cookie.
 */
export const origin = fp<{ publicUrl: string }>(
  (app, { publicUrl }, done) => {
    const own = new URL(publicUrl).origin;
    app.addHook('onRequest', (request, _reply, next) => {
      if (mayAct(request) && !isOurs(request, own)) {
        next(new ForeignOrigin(request.headers.origin ?? 'none'));
        return;
      }
      next();
    });
    done();
  },
  { name: 'origin' },
);

function mayAct(request: FastifyRequest): boolean {
  return !HARMLESS.has(request.method) || request.headers.upgrade !== undefined;
}

/** Ours is the published address, or the very address that the browser was sent to. */
function isOurs({ headers }: FastifyRequest, own: string): boolean {
  if (headers.origin === undefined) return true;
  if (headers.origin === own) return true;
  return URL.canParse(headers.origin) && new URL(headers.origin).host === headers.host;
}

import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Feed } from '../../app/feeds/feed.ts';
import type { HttpDeps } from '../deps.ts';
import { agentIdOf, brigadeIdOf, DESK, EVERYONE_SIGNED_IN } from '../plugins/access.ts';
import { Broadcast } from './broadcast.ts';
import type { PageSocket } from './page-socket.ts';
import { SessionWatch } from './session-watch.ts';

const resumeSchema = z.object({
  epoch: z.string().max(64).optional(),
  after: z.coerce.number().int().min(0).optional(),
});

/**
 * The three feeds. Registered in a scope of its own, below the plugins that check session, role
 * and origin: an upgrade that they refuse never becomes a socket.
 */
export const feedSockets: FastifyPluginAsyncZod<HttpDeps> = (app, deps) => {
  const broadcasts = new WeakMap<Feed, Broadcast>();
  const watch = new SessionWatch(deps);
  app.addHook('onClose', (_app, done) => {
    watch.stop();
    done();
  });
  const join = (feed: Feed, socket: PageSocket, request: FastifyRequest) => {
    watch.add(request.session.sessionId, socket);
    let broadcast = broadcasts.get(feed);
    if (!broadcast) {
      broadcast = new Broadcast(feed);
      broadcasts.set(feed, broadcast);
    }
    broadcast.add({ socket, stream: request.raw.socket }, resumeSchema.parse(request.query));
  };

  const socketRoute = (access: typeof DESK) =>
    ({
      websocket: true,
      config: { access },
      schema: { hide: true, querystring: resumeSchema },
    }) as const;

  app.get('/api/feeds/wall', socketRoute(EVERYONE_SIGNED_IN), (socket, request) => {
    join(deps.feeds.wall, socket, request);
  });
  app.get(
    '/api/feeds/desk',
    {
      ...socketRoute(DESK),
      preHandler: (request, _reply, next) => {
        agentIdOf(request);
        next();
      },
    },
    (socket, request) => {
      join(deps.feeds.desk(agentIdOf(request)), socket, request);
    },
  );
  app.get(
    '/api/feeds/brigade',
    {
      ...socketRoute(['brigade']),
      preHandler: (request, _reply, next) => {
        brigadeIdOf(request);
        next();
      },
    },
    (socket, request) => {
      join(deps.feeds.brigade(brigadeIdOf(request)), socket, request);
    },
  );
  return Promise.resolve();
};

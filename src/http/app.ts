import Fastify, { type FastifyInstance } from 'fastify';
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { HttpDeps } from './deps.ts';
import { access } from './plugins/access.ts';
import { errors, refuseAddress } from './plugins/errors.ts';
import { DOCS_PREFIX, openapi } from './plugins/openapi.ts';
import { origin } from './plugins/origin.ts';
import { pages } from './plugins/pages.ts';
import { pressure } from './plugins/pressure.ts';
import { securityHeaders } from './plugins/security-headers.ts';
import { sessions } from './plugins/sessions.ts';
import { sockets } from './plugins/sockets.ts';
import { brigadeRoutes } from './routes/brigades.ts';
import { callRoutes } from './routes/calls.ts';
import { demoRoutes } from './routes/demo.ts';
import { healthRoutes } from './routes/health.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { lineRoutes } from './routes/lines.ts';
import { rosterRoutes } from './routes/roster.ts';
import { sessionRoutes } from './routes/session.ts';
import { signalRoutes } from './routes/signals.ts';
import { feedSockets } from './sockets/feeds.ts';

/** A card with every field full is 20 KB of Cyrillic; nothing else is larger. */
const BODY_LIMIT_BYTES = 64 * 1_024;

/**
 * The HTTP side as one object: no port is open yet (`listen`), and `close` ends its sockets.
 * Rejects when a route does not declare who may pass.
 */
export async function buildApp(deps: HttpDeps): Promise<FastifyInstance> {
  const { settings, clock, log } = deps;
  const https = settings.publicUrl.startsWith('https:');
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    // We serve plain http: where pages come by https, a proxy stands before us and names the browser.
    trustProxy: https ? ['loopback', 'uniquelocal'] : false,
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => {
      refuseAddress(error, request, reply);
    },
    routerOptions: { maxParamLength: 128 },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);

  await app.register(sockets, { log });
  await app.register(errors, { log });
  await app.register(pressure);
  await app.register(securityHeaders, { https, switchOrigins: settings.switchOrigins });
  await app.register(origin, { publicUrl: settings.publicUrl });
  await app.register(sessions, {
    clock,
    sessions: deps.sessions,
    secret: settings.sessionSecret,
    secure: https,
  });
  await app.register(access, { vendorPrefixes: [DOCS_PREFIX] });
  await app.register(openapi);
  await app.register(pages, { dir: settings.pagesDir });

  const typed = app.withTypeProvider<ZodTypeProvider>();
  for (const routes of [
    sessionRoutes,
    lineRoutes,
    rosterRoutes,
    callRoutes,
    signalRoutes,
    incidentRoutes,
    brigadeRoutes,
    healthRoutes,
    feedSockets,
  ]) {
    await typed.register(routes, deps);
  }
  if (settings.demo) await typed.register(demoRoutes, deps);
  await app.ready();
  return app;
}

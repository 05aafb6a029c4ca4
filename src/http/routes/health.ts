import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { NotAllowed } from '../../app/access/problems.ts';
import { readySchema } from '../../contract/health.ts';
import type { HttpDeps } from '../deps.ts';
import { refusals } from './declare.ts';

/** For watchdogs and meters: is it alive, can it take calls, how does it do. */
export const healthRoutes: FastifyPluginAsyncZod<HttpDeps> = (app, deps) => {
  const config = { access: 'public' } as const;
  const tags = ['health'];

  app.get(
    '/api/health/live',
    {
      config,
      schema: { tags, response: { 200: z.object({ live: z.literal(true) }), ...refusals } },
    },
    () => ({ live: true as const }),
  );

  app.get(
    '/api/health/ready',
    { config, schema: { tags, response: { 200: readySchema, 503: readySchema, ...refusals } } },
    async (_request, reply) => {
      const ready = await deps.health.ready();
      return reply.code(ready.ready ? 200 : 503).send(ready);
    },
  );

  app.get('/metrics', { config, schema: { hide: true } }, async (request, reply) => {
    if (!mayMeasure(request, deps.settings.metricsToken)) {
      throw new NotAllowed('Metrics are for this machine, or for those who have the token');
    }
    return reply.type(deps.metrics.contentType).send(await deps.metrics.text());
  });
  return Promise.resolve();
};

/** What a proxy on this machine passes on comes from this machine only by appearance. */
function mayMeasure({ headers, raw }: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined && sameText(headers.authorization ?? '', `Bearer ${token}`)) return true;
  const passedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  return !passedOn && isLoopback(raw.socket.remoteAddress ?? '');
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

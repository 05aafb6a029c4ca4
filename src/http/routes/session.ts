import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Who } from '../../app/access/who.ts';
import { meSchema, signInSchema, type Me } from '../../contract/session.ts';
import { MINUTE } from '../../domain/shared/time.ts';
import type { HttpDeps } from '../deps.ts';
import { EVERYONE_SIGNED_IN, whoOf } from '../plugins/access.ts';
import { TooManyTries } from '../problems.ts';
import { refusals } from './declare.ts';

/** One address may try this many times as often as one login from it: an office shares one. */
const LOGINS_PER_ADDRESS = 10;

/** Signing in and out, and who I am. */
export const sessionRoutes: FastifyPluginAsyncZod<HttpDeps> = async (app, deps) => {
  const mayTry = await limitTries(app, deps.settings.signInsPerMinute);
  const tags = ['session'];

  app.post(
    '/api/session',
    {
      config: { access: 'public' },
      schema: { tags, body: signInSchema, response: { 200: meSchema, ...refusals } },
    },
    async (request) => {
      const { login, password } = request.body;
      await mayTry(request, login);
      const who = await deps.signIn.check(login, password);
      // A new id: one that was planted before the sign-in must be worth nothing after it.
      await request.session.regenerate();
      request.session.who = who;
      await request.session.save();
      return await meOf(who, deps);
    },
  );

  app.delete(
    '/api/session',
    {
      config: { access: 'public' },
      schema: { tags, response: { 204: z.undefined().describe('Signed out'), ...refusals } },
    },
    async (request, reply) => {
      if (request.session.who) await request.session.destroy();
      return reply.clearCookie('opora', { path: '/api' }).code(204).send();
    },
  );

  app.get(
    '/api/me',
    {
      config: { access: EVERYONE_SIGNED_IN },
      schema: { tags, response: { 200: meSchema, ...refusals } },
    },
    (request) => meOf(whoOf(request), deps),
  );
};

async function meOf(who: Who, { settings, phoneOf }: HttpDeps): Promise<Me> {
  const { login, name, role, agentId, brigadeId } = who;
  const phone = agentId === undefined ? undefined : await phoneOf(agentId);
  return { login, name, role, agentId, brigadeId, phone, demo: settings.demo };
}

type MayTry = (request: FastifyRequest, login: string) => Promise<void>;

/**
 * Slows guessing without ever locking an account: what is counted is a login *from an address*,
 * so nobody can keep an operator out by guessing at their name from elsewhere.
 */
async function limitTries(
  app: Parameters<FastifyPluginAsyncZod>[0],
  perMinute: number | null,
): Promise<MayTry> {
  if (perMinute === null) return () => Promise.resolve();
  const { default: rateLimit } = await import('@fastify/rate-limit');
  await app.register(rateLimit, { global: false });
  const timeWindow = MINUTE;
  const byAddress = app.createRateLimit({
    max: perMinute * LOGINS_PER_ADDRESS,
    timeWindow,
    keyGenerator: (request) => `address ${request.ip}`,
  });
  const byLogin = app.createRateLimit({
    max: perMinute,
    timeWindow,
    keyGenerator: (request) => `login ${request.ip} ${loginIn(request)}`,
  });
  return async (request) => {
    for (const limiter of [byAddress, byLogin]) {
      const tries = await limiter(request);
      if (!tries.isAllowed && tries.isExceeded) throw new TooManyTries(tries.ttl);
    }
  };
}

/** The body has been checked by the time this is asked. */
function loginIn(request: FastifyRequest): string {
  return signInSchema.shape.login.parse((request.body as { login?: unknown }).login).toLowerCase();
}

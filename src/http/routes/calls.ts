import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { callSchema } from '../../contract/calls.ts';
import { callsSchema } from '../../contract/lists.ts';
import { listSignalsSchema } from '../../contract/signals.ts';
import type { HttpDeps } from '../deps.ts';
import { DESK } from '../plugins/access.ts';
import { NoSuch } from '../problems.ts';
import { byId, refusals } from './declare.ts';

/** Calls as the record holds them. */
export const callRoutes: FastifyPluginAsyncZod<HttpDeps> = (app, { calls }) => {
  const tags = ['calls'];
  const config = { access: DESK };

  app.get(
    '/api/calls',
    {
      config,
      schema: { tags, querystring: listSignalsSchema, response: { 200: callsSchema, ...refusals } },
    },
    async (request) => ({ calls: [...(await calls.list(request.query))] }),
  );

  app.get(
    '/api/calls/:id',
    { config, schema: { tags, params: byId, response: { 200: callSchema, ...refusals } } },
    async ({ params: { id } }) => {
      const call = await calls.one(id);
      if (!call) throw new NoSuch('call', id);
      return call;
    },
  );
  return Promise.resolve();
};

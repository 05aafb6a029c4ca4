import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { signalsSchema } from '../../contract/lists.ts';
import {
  changeCardSchema,
  listSignalsSchema,
  signalSchema,
  triageRequestSchema,
} from '../../contract/signals.ts';
import type { HttpDeps } from '../deps.ts';
import { DESK, whoOf } from '../plugins/access.ts';
import { NoSuch } from '../problems.ts';
import { byId, refusals } from './declare.ts';

/** Signals: what a call told, and what was decided about it. */
export const signalRoutes: FastifyPluginAsyncZod<HttpDeps> = (app, { signals }) => {
  const tags = ['signals'];
  const config = { access: DESK };
  const response = { 200: signalSchema, ...refusals };

  app.get(
    '/api/signals',
    {
      config,
      schema: {
        tags,
        querystring: listSignalsSchema,
        response: { 200: signalsSchema, ...refusals },
      },
    },
    async (request) => ({ signals: [...(await signals.list(request.query))] }),
  );

  app.get(
    '/api/signals/:id',
    { config, schema: { tags, params: byId, response } },
    async ({ params: { id } }) => {
      const signal = await signals.one(id);
      if (!signal) throw new NoSuch('signal', id);
      return signal;
    },
  );

  app.patch(
    '/api/signals/:id/card',
    { config, schema: { tags, params: byId, body: changeCardSchema, response } },
    (request) => {
      const { version, card } = request.body;
      const by = whoOf(request).userId;
      return signals.changeCard({ signalId: request.params.id, version, card, by });
    },
  );

  app.post(
    '/api/signals/:id/triage',
    { config, schema: { tags, params: byId, body: triageRequestSchema, response } },
    (request) =>
      signals.triage({
        signalId: request.params.id,
        triage: request.body.triage,
        by: whoOf(request).userId,
      }),
  );
  return Promise.resolve();
};

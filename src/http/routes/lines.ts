import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { linesSchema } from '../../contract/lists.ts';
import type { HttpDeps } from '../deps.ts';
import { EVERYONE_SIGNED_IN } from '../plugins/access.ts';
import { refusals } from './declare.ts';

/** The hotline numbers. */
export const lineRoutes: FastifyPluginAsyncZod<HttpDeps> = (app, { lines }) => {
  app.get(
    '/api/lines',
    {
      config: { access: EVERYONE_SIGNED_IN },
      schema: { tags: ['lines'], response: { 200: linesSchema, ...refusals } },
    },
    async () => ({ lines: [...(await lines.all())] }),
  );
  return Promise.resolve();
};

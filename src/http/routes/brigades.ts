import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { brigadeSchema, setBrigadeServiceSchema } from '../../contract/incidents.ts';
import { brigadesSchema, municipalitiesSchema } from '../../contract/lists.ts';
import type { HttpDeps } from '../deps.ts';
import { brigadeIdOf, EVERYONE_SIGNED_IN } from '../plugins/access.ts';
import { refusals } from './declare.ts';

/** Who goes, and the municipalities they go to. */
export const brigadeRoutes: FastifyPluginAsyncZod<HttpDeps> = (
  app,
  { brigades, municipalities },
) => {
  const tags = ['brigades'];
  const config = { access: EVERYONE_SIGNED_IN };

  app.get(
    '/api/brigades',
    { config, schema: { tags, response: { 200: brigadesSchema, ...refusals } } },
    async () => ({ brigades: [...(await brigades.list())] }),
  );

  app.put(
    '/api/brigades/me/service',
    {
      config: { access: ['brigade'] },
      schema: {
        tags,
        body: setBrigadeServiceSchema,
        response: { 200: brigadeSchema, ...refusals },
      },
    },
    (request) => brigades.setService(brigadeIdOf(request), request.body.inService),
  );

  app.get(
    '/api/municipalities',
    { config, schema: { tags, response: { 200: municipalitiesSchema, ...refusals } } },
    async () => ({ municipalities: [...(await municipalities.all())] }),
  );
  return Promise.resolve();
};

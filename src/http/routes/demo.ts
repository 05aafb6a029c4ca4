import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { demoLoginsSchema, demoPhoneSchema } from '../../contract/demo.ts';
import type { HttpDeps } from '../deps.ts';
import { refusals } from './declare.ts';

/** A citizen's phone and open logins. Registered in demonstration mode only. */
export const demoRoutes: FastifyPluginAsyncZod<HttpDeps> = (app, { demo }) => {
  const config = { access: 'public' } as const;
  const tags = ['demo'];
  app.get(
    '/api/demo/phone',
    { config, schema: { tags, response: { 200: demoPhoneSchema, ...refusals } } },
    () => demo.phone(),
  );
  app.get(
    '/api/demo/logins',
    { config, schema: { tags, response: { 200: demoLoginsSchema, ...refusals } } },
    () => demo.logins(),
  );
  return Promise.resolve();
};

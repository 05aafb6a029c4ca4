import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Who } from '../../app/access/who.ts';
import {
  brigadeSaysSchema,
  cancelIncidentSchema,
  incidentSchema,
  type IncidentBody,
} from '../../contract/incidents.ts';
import { incidentsSchema } from '../../contract/lists.ts';
import type { HttpDeps } from '../deps.ts';
import { brigadeIdOf, DESK, EVERYONE_SIGNED_IN, whoOf } from '../plugins/access.ts';
import { NoSuch } from '../problems.ts';
import { byId, refusals } from './declare.ts';

/** The dispatch queue: what needs someone to go. A brigade sees its own and no other. */
export const incidentRoutes: FastifyPluginAsyncZod<HttpDeps> = (app, { incidents }) => {
  const tags = ['incidents'];
  const response = { 200: incidentSchema, ...refusals };

  const seen = async (id: string, who: Who): Promise<IncidentBody> => {
    const incident = await incidents.one(id);
    if (!incident || !maySee(who, incident)) throw new NoSuch('incident', id);
    return incident;
  };

  app.get(
    '/api/incidents',
    {
      config: { access: EVERYONE_SIGNED_IN },
      schema: { tags, response: { 200: incidentsSchema, ...refusals } },
    },
    async (request) => {
      const all = await incidents.list();
      return { incidents: all.filter((incident) => maySee(whoOf(request), incident)) };
    },
  );

  app.get(
    '/api/incidents/:id',
    { config: { access: EVERYONE_SIGNED_IN }, schema: { tags, params: byId, response } },
    (request) => seen(request.params.id, whoOf(request)),
  );

  app.post(
    '/api/incidents/:id/brigade',
    {
      config: { access: ['brigade'] },
      schema: { tags, params: byId, body: brigadeSaysSchema, response },
    },
    async (request) => {
      const brigadeId = brigadeIdOf(request);
      const { id: incidentId } = await seen(request.params.id, whoOf(request));
      return incidents.brigadeSays({ incidentId, brigadeId, says: request.body.says });
    },
  );

  app.post(
    '/api/incidents/:id/cancel',
    {
      config: { access: DESK },
      schema: { tags, params: byId, body: cancelIncidentSchema, response },
    },
    (request) =>
      incidents.cancel({
        incidentId: request.params.id,
        reason: request.body.reason,
        by: whoOf(request).userId,
      }),
  );
  return Promise.resolve();
};

function maySee(who: Who, incident: IncidentBody): boolean {
  return who.role !== 'brigade' || incident.brigadeId === who.brigadeId;
}

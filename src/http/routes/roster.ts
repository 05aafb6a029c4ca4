import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { agentBody } from '../../app/feeds/agent-body.ts';
import { agentSchema, setAvailabilitySchema } from '../../contract/agents.ts';
import { agentsSchema } from '../../contract/lists.ts';
import type { HttpDeps } from '../deps.ts';
import { agentIdOf, DESK } from '../plugins/access.ts';
import { NoSuch } from '../problems.ts';
import { refusals } from './declare.ts';

/** Who answers, and what they want to be. */
export const rosterRoutes: FastifyPluginAsyncZod<HttpDeps> = (app, { roster }) => {
  const tags = ['agents'];
  const config = { access: DESK };

  const one = (agentId: string) => {
    const agent = roster.agents().find(({ id }) => id === agentId);
    if (!agent) throw new NoSuch('agent', agentId);
    return agentBody(agent);
  };

  app.get(
    '/api/agents',
    { config, schema: { tags, response: { 200: agentsSchema, ...refusals } } },
    () => ({ agents: roster.agents().map(agentBody) }),
  );

  app.put(
    '/api/agents/me/availability',
    {
      config,
      schema: { tags, body: setAvailabilitySchema, response: { 200: agentSchema, ...refusals } },
    },
    (request) => {
      const agentId = agentIdOf(request);
      roster.wantAvailability(agentId, request.body.availability);
      return one(agentId);
    },
  );

  app.post(
    '/api/agents/me/wrap-up/done',
    { config, schema: { tags, response: { 200: agentSchema, ...refusals } } },
    (request) => {
      const agentId = agentIdOf(request);
      roster.endWrapUp(agentId);
      return one(agentId);
    },
  );
  return Promise.resolve();
};

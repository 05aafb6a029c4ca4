import { z } from 'zod';
import { agentSchema, type setAvailabilitySchema } from '../../contract/agents.ts';
import { demoLoginsSchema, demoPhoneSchema, type DemoLogins } from '../../contract/demo.ts';
import { brigadeSchema, incidentSchema, type BrigadeSays } from '../../contract/incidents.ts';
import { municipalitiesSchema } from '../../contract/lists.ts';
import { meSchema, type signInSchema } from '../../contract/session.ts';
import { signalSchema, type changeCardSchema, type triageSchema } from '../../contract/signals.ts';
import { request } from './request.ts';

const nothing = z.unknown();
const one = encodeURIComponent;

export type DemoLogin = DemoLogins['logins'][number];

/** Everything the screens ask of the service: the one list of addresses. Each throws ProblemError. */
export const api = {
  me: () => request('/api/me', meSchema),
  signIn: (body: z.infer<typeof signInSchema>) =>
    request('/api/session', meSchema, { method: 'POST', body }),
  signOut: () => request('/api/session', nothing, { method: 'DELETE' }),

  demoLogins: () => request('/api/demo/logins', demoLoginsSchema),
  demoPhone: () => request('/api/demo/phone', demoPhoneSchema),

  setAvailability: (body: z.infer<typeof setAvailabilitySchema>) =>
    request('/api/agents/me/availability', agentSchema, { method: 'PUT', body }),

  /** Ends the pause after a call; the agent becomes what they asked to be meanwhile. */
  endWrapUp: () => request('/api/agents/me/wrap-up/done', agentSchema, { method: 'POST' }),

  signal: (id: string) => request(`/api/signals/${one(id)}`, signalSchema),
  changeCard: (id: string, body: z.infer<typeof changeCardSchema>) =>
    request(`/api/signals/${one(id)}/card`, signalSchema, { method: 'PATCH', body }),
  triage: (id: string, triage: z.infer<typeof triageSchema>) =>
    request(`/api/signals/${one(id)}/triage`, signalSchema, { method: 'POST', body: { triage } }),

  municipalities: () => request('/api/municipalities', municipalitiesSchema),

  brigadeSays: (incidentId: string, says: BrigadeSays) =>
    request(`/api/incidents/${one(incidentId)}/brigade`, incidentSchema, {
      method: 'POST',
      body: { says },
    }),
  setBrigadeService: (inService: boolean) =>
    request('/api/brigades/me/service', brigadeSchema, { method: 'PUT', body: { inService } }),
};

/** Where each feed lives. */
export const feedPaths = {
  wall: '/api/feeds/wall',
  desk: '/api/feeds/desk',
  brigade: '/api/feeds/brigade',
} as const;

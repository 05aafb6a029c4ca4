import { z } from 'zod';
import { agentSchema, type setAvailabilitySchema } from '../../contract/agents.ts';
import { demoPhoneSchema } from '../../contract/demo.ts';
import {
  brigadeSchema,
  incidentSchema,
  municipalitySchema,
  type BrigadeSays,
} from '../../contract/incidents.ts';
import { meSchema, roleSchema, type signInSchema } from '../../contract/session.ts';
import { signalSchema, type changeCardSchema, type triageSchema } from '../../contract/signals.ts';
import { request } from './request.ts';

const nothing = z.unknown();
const one = encodeURIComponent;

export const demoLoginsSchema = z.object({
  logins: z.array(
    z.object({ login: z.string(), name: z.string(), role: roleSchema, password: z.string() }),
  ),
});
export type DemoLogin = z.infer<typeof demoLoginsSchema>['logins'][number];

/** Everything the screens ask of the service: the one list of addresses. Each throws ProblemError. */
export const api = {
  me: () => request('/api/session', meSchema),
  signIn: (body: z.infer<typeof signInSchema>) =>
    request('/api/session', meSchema, { method: 'POST', body }),
  signOut: () => request('/api/session', nothing, { method: 'DELETE' }),

  demoLogins: () => request('/api/demo/logins', demoLoginsSchema),
  demoPhone: () => request('/api/demo/phone', demoPhoneSchema),

  setAvailability: (body: z.infer<typeof setAvailabilitySchema>) =>
    request('/api/agents/me/availability', agentSchema, { method: 'PUT', body }),

  signal: (id: string) => request(`/api/signals/${one(id)}`, signalSchema),
  changeCard: (id: string, body: z.infer<typeof changeCardSchema>) =>
    request(`/api/signals/${one(id)}/card`, signalSchema, { method: 'PATCH', body }),
  triage: (id: string, triage: z.infer<typeof triageSchema>) =>
    request(`/api/signals/${one(id)}/triage`, signalSchema, { method: 'POST', body: { triage } }),

  municipalities: () =>
    request('/api/municipalities', z.object({ municipalities: z.array(municipalitySchema) })),

  brigadeSays: (incidentId: string, says: BrigadeSays) =>
    request(`/api/incidents/${one(incidentId)}/says`, incidentSchema, {
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

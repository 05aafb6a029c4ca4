import { z } from 'zod';
import { skillSchema } from './lines.ts';

export const availabilitySchema = z.enum([
  'offDuty',
  'away',
  'available',
  'ringing',
  'talking',
  'wrapUp',
]);
export type Availability = z.infer<typeof availabilitySchema>;

/** An agent as colleagues see them. */
export const agentSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    skills: z.array(skillSchema),
    availability: availabilitySchema,
    /** Since when, ISO 8601. */
    since: z.string(),
    /** A phone of theirs is registered. */
    reachable: z.boolean(),
    callId: z.string().optional(),
    /** When a wrap-up ends by itself, ISO 8601. */
    until: z.string().optional(),
  })
  .meta({ id: 'Agent' });
export type AgentBody = z.infer<typeof agentSchema>;

/** What an agent may ask for themselves; the rest follows from calls. */
export const setAvailabilitySchema = z
  .object({ availability: z.enum(['available', 'away', 'offDuty']) })
  .meta({ id: 'SetAvailability' });

import { z } from 'zod';
import { agentSchema } from './agents.ts';
import { incidentSchema } from './incidents.ts';
import { readySchema } from './health.ts';

/**
 * Rows of the wall's feed. Keys: `waiting/CALL`, `agent/ID`, `incident/ID`, `today`, `health`,
 * `line/ID`. No field here can hold anything personal of a citizen.
 */
export const wallWaitingSchema = z.object({
  callId: z.string(),
  line: z.string(),
  lineTitle: z.string(),
  phase: z.enum(['waiting', 'offered', 'joining', 'talking', 'lastResort']),
  arrivedAt: z.string(),
  /** The agent rung or talking. */
  agentId: z.string().optional(),
});
export type WallWaiting = z.infer<typeof wallWaitingSchema>;

export const wallTodaySchema = z.object({
  arrived: z.number().int(),
  answered: z.number().int(),
  abandoned: z.number().int(),
  voicemail: z.number().int(),
  /** Share answered within the norm's time, 0 to 1; absent before the first answer. */
  withinNorm: z.number().optional(),
  /** The norm: 0.98 within 20,000 ms (System-112, decree 1931 of 12.11.2021). */
  norm: z.object({ share: z.number(), withinMs: z.number() }),
});
export type WallToday = z.infer<typeof wallTodaySchema>;

export const wallAgentSchema = agentSchema;
export const wallIncidentSchema = incidentSchema.omit({ signalId: true });
export type WallIncident = z.infer<typeof wallIncidentSchema>;
export const wallHealthSchema = readySchema;

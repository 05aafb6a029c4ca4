import { z } from 'zod';
import { agentSchema } from './agents.ts';
import { callSchema } from './calls.ts';
import { brigadeSchema, incidentSchema, municipalitySchema } from './incidents.ts';
import { lineSchema } from './lines.ts';
import { signalSchema } from './signals.ts';

/** Lists travel under their own name, so that something can stand beside them one day. */
export const linesSchema = z.object({ lines: z.array(lineSchema) });
export const agentsSchema = z.object({ agents: z.array(agentSchema) });
export const callsSchema = z.object({ calls: z.array(callSchema) });
export const signalsSchema = z.object({ signals: z.array(signalSchema) });
export const incidentsSchema = z.object({ incidents: z.array(incidentSchema) });
export const brigadesSchema = z.object({ brigades: z.array(brigadeSchema) });
export const municipalitiesSchema = z.object({ municipalities: z.array(municipalitySchema) });

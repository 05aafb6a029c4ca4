import { z } from 'zod';
import { callSchema } from './calls.ts';
import { incidentSchema } from './incidents.ts';

export const triageSchema = z.enum(['emergency', 'planned']);
export const signalSourceSchema = z.enum(['call', 'fallback']);

/** What the operator learns: who, what, where. Every field may be empty while the caller speaks. */
export const cardSchema = z
  .object({
    who: z.string().max(500),
    what: z.string().max(5_000),
    where: z.string().max(500),
    /** Municipality code: whose brigade goes. */
    municipality: z.string().max(64),
  })
  .meta({ id: 'Card' });
export type Card = z.infer<typeof cardSchema>;

export const signalSchema = z
  .object({
    id: z.string(),
    /** `ТМН-2026-000123`. */
    number: z.string(),
    source: signalSourceSchema,
    line: z.string(),
    lineTitle: z.string(),
    callerMasked: z.string().optional(),
    createdAt: z.string(),
    card: cardSchema,
    /** Rises with each change of the card; a change names the version it saw. */
    version: z.number().int(),
    triage: triageSchema.optional(),
    triagedAt: z.string().optional(),
    /** `cardToWrite` when the switch answered without us. */
    note: z.enum(['cardToWrite']).optional(),
    call: callSchema.optional(),
    incident: incidentSchema.optional(),
  })
  .meta({ id: 'Signal' });
export type SignalBody = z.infer<typeof signalSchema>;

export const changeCardSchema = z
  .object({ version: z.number().int(), card: cardSchema.partial() })
  .meta({ id: 'ChangeCard' });

export const triageRequestSchema = z.object({ triage: triageSchema }).meta({ id: 'Triage' });

export const listSignalsSchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Signals older than this number's creation, ISO 8601. */
  before: z.iso.datetime().optional(),
});

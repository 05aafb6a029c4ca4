import { z } from 'zod';

export const partStateSchema = z.enum(['up', 'down']);

/** `ready` is true when a call can be taken: the switch and the journal are up. */
export const readySchema = z
  .object({
    ready: z.boolean(),
    parts: z.object({
      telephony: partStateSchema,
      switchHealth: partStateSchema,
      journal: partStateSchema,
      database: partStateSchema,
    }),
    /** Journal entries that the record does not hold yet. */
    recordBehind: z.number().int(),
  })
  .meta({ id: 'Ready' });
export type Ready = z.infer<typeof readySchema>;

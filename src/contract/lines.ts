import { z } from 'zod';

export const skillSchema = z.enum(['operator', 'consultant', 'lawyer']);

export const lineSchema = z
  .object({
    id: z.string(),
    number: z.string(),
    title: z.string(),
    name: z.string(),
    region: z.string(),
    ladder: z.array(z.object({ skill: skillSchema, afterMs: z.number().int().min(0) })),
    priority: z.number().int(),
    maxWaitMs: z.number().int(),
  })
  .meta({ id: 'Line' });
export type LineBody = z.infer<typeof lineSchema>;

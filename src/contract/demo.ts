import { z } from 'zod';
import { lineSchema } from './lines.ts';
import { phoneSchema } from './session.ts';

/** Demonstration only: a citizen's phone in a page, and the lines it may ring. */
export const demoPhoneSchema = z
  .object({
    phone: phoneSchema,
    lines: z.array(lineSchema.pick({ id: true, number: true, title: true, name: true })),
  })
  .meta({ id: 'DemoPhone' });
export type DemoPhone = z.infer<typeof demoPhoneSchema>;

import { z } from 'zod';
import { lineSchema } from './lines.ts';
import { phoneSchema, roleSchema } from './session.ts';

/** Demonstration only: a citizen's phone in a page, and the lines it may ring. */
export const demoPhoneSchema = z
  .object({
    phone: phoneSchema,
    lines: z.array(lineSchema.pick({ id: true, number: true, title: true, name: true })),
  })
  .meta({ id: 'DemoPhone' });
export type DemoPhone = z.infer<typeof demoPhoneSchema>;

/** Demonstration only: accounts that the sign-in page offers. */
export const demoLoginsSchema = z
  .object({
    logins: z.array(
      z.object({ login: z.string(), name: z.string(), role: roleSchema, password: z.string() }),
    ),
  })
  .meta({ id: 'DemoLogins' });
export type DemoLogins = z.infer<typeof demoLoginsSchema>;

import { z } from 'zod';

export const roleSchema = z.enum([
  'operator',
  'consultant',
  'supervisor',
  'brigade',
  'administrator',
]);
export type Role = z.infer<typeof roleSchema>;

export const signInSchema = z
  .object({ login: z.string().trim().min(1).max(64), password: z.string().min(1).max(256) })
  .meta({ id: 'SignIn' });

/** The account of the softphone in the page; only its owner receives it. */
export const phoneSchema = z.object({
  user: z.string(),
  password: z.string(),
  /** WebSocket address of the switch as this browser reaches it. */
  url: z.string(),
  realm: z.string(),
});
export type Phone = z.infer<typeof phoneSchema>;

export const meSchema = z
  .object({
    login: z.string(),
    name: z.string(),
    role: roleSchema,
    agentId: z.string().optional(),
    brigadeId: z.string().optional(),
    phone: phoneSchema.optional(),
    demo: z.boolean(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meSchema>;

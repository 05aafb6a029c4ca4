import { z } from 'zod';

export const callPhaseSchema = z.enum([
  'refusing',
  'waiting',
  'offered',
  'joining',
  'talking',
  'lastResort',
  'ended',
]);

export const outcomeSchema = z.enum([
  'answered',
  'callbackPromised',
  'handedTo112',
  'voicemail',
  'abandoned',
  'closed',
]);
export type OutcomeKind = z.infer<typeof outcomeSchema>;

export const qualitySchema = z.object({
  lossPercent: z.number(),
  jitterMs: z.number(),
  mos: z.number(),
});

export const callSchema = z
  .object({
    id: z.string(),
    signalId: z.string(),
    signalNumber: z.string(),
    line: z.string(),
    phase: callPhaseSchema,
    /** `··· 01`, or absent when the caller withheld it. */
    callerMasked: z.string().optional(),
    arrivedAt: z.string(),
    answeredAt: z.string().optional(),
    endedAt: z.string().optional(),
    waitedMs: z.number().optional(),
    talkedMs: z.number().optional(),
    agentId: z.string().optional(),
    /** Who was rung and did not answer, in order. */
    missedBy: z.array(z.string()),
    /** Keys the caller pressed, in order. */
    keys: z.string(),
    outcome: outcomeSchema.optional(),
    outcomeReason: z.string().optional(),
    quality: qualitySchema.optional(),
  })
  .meta({ id: 'Call' });
export type CallBody = z.infer<typeof callSchema>;

import { z } from 'zod';
import { problemSchema } from '../../contract/problem.ts';

/** A path that names one thing. */
export const byId = z.object({ id: z.string().min(1).max(128) });

/** The same refusal for every route, so that the description of the API is whole. */
export const refusals = {
  '4xx': problemSchema.describe('Refused'),
  '5xx': problemSchema.describe('Cannot be served now'),
} as const;

import type { AriAnswer } from './ari-request.ts';

/** The switch's clock from the answer to a ping; `otherwise` when the answer has none. */
export function switchTimeOf(answer: AriAnswer | undefined, otherwise: number): number {
  if (answer === undefined || answer.status !== 200) return otherwise;
  const { timestamp } = JSON.parse(answer.body) as { timestamp?: string };
  const parsed = Date.parse(timestamp ?? '');
  return Number.isNaN(parsed) ? otherwise : parsed;
}

import { z } from 'zod';
import type { BrigadeRows } from '../../contract/desk.ts';
import { brigadeSchema, incidentSchema } from '../../contract/incidents.ts';
import { readRow, valueOf } from '../feed/read-row.ts';

const briefSchema = z.object({
  number: z.string(),
  what: z.string(),
  where: z.string(),
  who: z.string(),
});

/** The brigade's rows, checked; `outdated` when one has a shape that this page does not know. */
export function readBrigadeRows(rows: Readonly<Record<string, unknown>>): {
  readonly brigade: BrigadeRows['brigade'] | undefined;
  readonly incident: BrigadeRows['incident'] | undefined;
  readonly brief: BrigadeRows['signal'] | undefined;
  readonly outdated: boolean;
} {
  const brigade = readRow(rows, 'brigade', brigadeSchema);
  const incident = readRow(rows, 'incident', incidentSchema);
  const brief = readRow(rows, 'signal', briefSchema);
  return {
    brigade: valueOf(brigade),
    incident: valueOf(incident),
    brief: valueOf(brief),
    outdated: [brigade, incident, brief].some((row) => row.kind === 'unfit'),
  };
}

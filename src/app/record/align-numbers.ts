import type { Journal } from '../../ports/journal.ts';
import type { RecordStore } from '../../ports/record-store.ts';

/**
 * At start: raises the journal's counters to what the record has given out, so that a journal that
 * was begun anew gives no number twice. Rejects with `RecordAway`.
 */
export async function alignNumbers(
  journal: Pick<Journal, 'raiseNumber'>,
  record: Pick<RecordStore, 'highestNumbers'>,
): Promise<void> {
  for (const { region, year, order } of await record.highestNumbers()) {
    journal.raiseNumber(region, year, order);
  }
}

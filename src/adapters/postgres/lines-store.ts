import type { LinesStore } from '../../ports/lines-store.ts';
import type { Postgres } from './connect.ts';
import { onRecord } from './record-away.ts';
import { lines } from './schema/places.ts';

export function postgresLines({ drizzle }: Postgres): LinesStore {
  return {
    all: () => onRecord(async () => await drizzle.select().from(lines).orderBy(lines.number)),
  };
}

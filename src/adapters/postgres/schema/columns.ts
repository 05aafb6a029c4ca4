import { timestamp, type PgTimestampBuilderInitial } from 'drizzle-orm/pg-core';

/** A moment, to the millisecond, with its zone: the only way moments are stored. */
export const moment = (name: string): PgTimestampBuilderInitial<string> =>
  timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

import type { Line } from '../domain/lines/line.ts';

export interface LinesStore {
  /** All lines, by their numbers. Rejects with `RecordAway`. */
  all(): Promise<readonly Line[]>;
}

import type { Line } from '../../src/domain/lines/line.ts';
import { MINUTE } from '../../src/domain/shared/time.ts';

/** The one line that the benchmarks ring; nobody waits so long that the last resort takes over. */
export const benchLine: Line = {
  id: 'bench',
  number: '88002007201',
  title: '8-800-200-72-01',
  name: 'Семейная диспетчерская',
  region: 'ТМН',
  ladder: [{ skill: 'operator', afterMs: 0 }],
  priority: 1,
  maxWaitMs: 30 * MINUTE,
};

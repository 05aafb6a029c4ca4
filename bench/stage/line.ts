import type { WaitingCall } from '../../src/domain/calls/call.ts';
import type { Line } from '../../src/domain/lines/line.ts';
import { MINUTE, type Instant } from '../../src/domain/shared/time.ts';

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

/** A call of the benchmarks' line that waits, as the desk keeps it. */
export function aliceWaits(id: string, arrivedAt: Instant): WaitingCall {
  return {
    id,
    signalId: id,
    signalNumber: 'ТМН-2026-000001',
    source: 'call',
    line: benchLine,
    caller: { kind: 'withheld' },
    arrivedAt,
    missedBy: [],
    keys: '',
    phase: 'waiting',
  };
}

/** Several lines with the same agents, so that a ring shows more closely whose it is. */
export const benchLines: readonly Line[] = [1, 2, 3, 4].map((order) => ({
  ...benchLine,
  id: `bench-${String(order)}`,
  number: `8800200720${String(order)}`,
}));

import type { Benchmark } from './benchmark.ts';
import { benchHandoff } from './handoff.ts';
import { benchHold } from './hold.ts';
import { benchLoad } from './load.ts';
import { benchJournal } from './journal.ts';
import { benchSetup } from './setup.ts';
import { benchTransport } from './transport.ts';

/** Every benchmark there is, in the order in which they are listed. */
export const benchmarks: readonly Benchmark[] = [
  benchSetup,
  benchHandoff,
  benchHold,
  benchLoad,
  benchTransport,
  benchJournal,
];

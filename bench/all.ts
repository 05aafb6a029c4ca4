import type { Benchmark } from './benchmark.ts';
import { benchHandoff } from './handoff.ts';
import { benchHold } from './hold.ts';
import { benchLoad } from './load.ts';
import { benchJournal } from './journal.ts';
import { benchSetup } from './setup.ts';
import { benchTransport } from './transport.ts';
import { benchWall } from './wall.ts';

const WALL_ROUNDS = 5;

/** Every benchmark there is, in the order in which they are listed. */
export const benchmarks: readonly Benchmark[] = [
  benchSetup,
  benchHandoff,
  benchHold,
  benchLoad,
  benchTransport,
  {
    name: 'wall',
    about: 'changes of the wall to 1,000 sockets: ours, a plain ws loop',
    run: () => benchWall({ rounds: WALL_ROUNDS }),
  },
  benchJournal,
];

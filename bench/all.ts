import type { Benchmark } from './benchmark.ts';
import { benchSetup } from './setup.ts';

/** Every benchmark there is, in the order in which they are listed. */
export const benchmarks: readonly Benchmark[] = [benchSetup];

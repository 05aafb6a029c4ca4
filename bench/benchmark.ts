import type { Scope } from './scope.ts';
import type { Figures } from './statistics.ts';

/** What one benchmark found, ready to be printed or to stand in README's table. */
export interface BenchResult {
  readonly bench: string;
  /** Unit of p50, p95, p99, min and max; other figures carry theirs in the name. */
  readonly unit: string;
  readonly ours: Figures;
  /** The same work, done by others, in the same run. */
  readonly peers: Readonly<Record<string, Figures>>;
  /** What we want to see, in words. */
  readonly goal: string;
  readonly met: boolean;
}

export interface BenchContext {
  /** Everything that is started is ended by it, whatever happens. */
  readonly scope: Scope;
  /** Progress for people; never on standard output. */
  readonly say: (sentence: string) => void;
}

export interface Benchmark {
  readonly name: string;
  /** One sentence: what is compared with what. */
  readonly about: string;
  /** Bounded in count and time. Throws when it could not be measured at all. */
  run(context: BenchContext): Promise<BenchResult>;
}

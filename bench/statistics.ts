/** What a benchmark says about one of the things compared; every value a number. */
export type Figures = { readonly n: number } & Readonly<Record<string, number>>;

/**
 * The value that a share of the samples does not exceed (nearest rank: it is a sample, never an
 * invention between two). `share` is 0 … 1; NaN when there is no sample.
 */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

/** Count, middle, tail and ends of some samples, in their own unit. */
export function summarise(samples: readonly number[]): Figures {
  if (samples.length === 0) return { n: 0 };
  return {
    n: samples.length,
    min: round(Math.min(...samples)),
    p50: round(percentile(samples, 0.5)),
    p95: round(percentile(samples, 0.95)),
    p99: round(percentile(samples, 0.99)),
    max: round(Math.max(...samples)),
  };
}

/** Three places after the point: microseconds of a millisecond, and no false precision. */
export function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** A figure that a verdict needs; infinitely bad when it was not measured. */
export function figure(figures: Figures | undefined, name: string): number {
  return figures?.[name] ?? Number.POSITIVE_INFINITY;
}

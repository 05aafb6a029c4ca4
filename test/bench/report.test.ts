import { describe, expect, it } from 'vitest';
import type { BenchResult } from '../../bench/benchmark.ts';
import { jsonOf, tableOf } from '../../bench/report.ts';
import { summarise } from '../../bench/statistics.ts';

const result: BenchResult = {
  bench: 'setup',
  unit: 'ms',
  ours: { ...summarise([3, 4]), extra: 7 },
  peers: { dial: summarise([2, 3]), queue: summarise([3, 5]) },
  goal: 'p50 ≤ 1.5 × Dial()',
  met: true,
};

describe('the JSON of a benchmark', () => {
  it('is one line with ours, the peers, the goal and whether it is met', () => {
    const line = jsonOf(result, { cores: 2 });
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toEqual({
      bench: 'setup',
      unit: 'ms',
      ours: { n: 2, min: 3, p50: 3, p95: 4, p99: 4, max: 4, extra: 7 },
      peers: {
        dial: { n: 2, min: 2, p50: 2, p95: 3, p99: 3, max: 3 },
        queue: { n: 2, min: 3, p50: 3, p95: 5, p99: 5, max: 5 },
      },
      goal: 'p50 ≤ 1.5 × Dial()',
      met: true,
      conditions: { cores: 2 },
    });
  });
});

describe('the table of a benchmark', () => {
  it('shows every figure of everybody, and a gap where there is none', () => {
    const table = tableOf(result, { cores: 2 });
    expect(table).toMatch(/^opora +2 .* 7$/m);
    expect(table).toMatch(/^dial +2 .* —$/m);
    expect(table).toContain('goal: p50 ≤ 1.5 × Dial(): met');
    expect(table).toContain('cores 2');
  });

  it('does not whisper a missed goal', () => {
    expect(tableOf({ ...result, met: false }, {})).toContain('NOT met');
  });
});

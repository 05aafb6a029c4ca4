import { describe, expect, it } from 'vitest';
import { figure, percentile, summarise } from '../../bench/statistics.ts';

const oneToHundred = Array.from({ length: 100 }, (_, at) => 100 - at);

describe('percentiles', () => {
  it('are samples that were really measured, whatever their order', () => {
    expect(percentile(oneToHundred, 0.5)).toBe(50);
    expect(percentile(oneToHundred, 0.95)).toBe(95);
    expect(percentile(oneToHundred, 0.99)).toBe(99);
    expect(percentile(oneToHundred, 1)).toBe(100);
  });

  it('of a few samples do not hide the worst one', () => {
    expect(percentile([3, 1, 2], 0.99)).toBe(3);
    expect(percentile([7], 0.5)).toBe(7);
  });

  it('leave the samples as they were', () => {
    const samples = [2, 1];
    percentile(samples, 0.5);
    expect(samples).toEqual([2, 1]);
  });
});

describe('a summary', () => {
  it('tells count, middle, tail and ends to a microsecond', () => {
    expect(summarise([1.23456, 2, 3])).toEqual({
      ...{ n: 3, min: 1.235, p50: 2 },
      ...{ p95: 3, p99: 3, max: 3 },
    });
  });

  it('of nothing is nothing, and meets no goal', () => {
    expect(summarise([])).toEqual({ n: 0 });
    expect(figure(summarise([]), 'p50')).toBe(Number.POSITIVE_INFINITY);
  });
});

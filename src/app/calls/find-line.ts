import { normaliseNumber } from '../../domain/callers/caller.ts';
import type { Line } from '../../domain/lines/line.ts';

/** The line that a dialled number belongs to; `8…` and `+7…` are the same number. */
export function findLine(lines: readonly Line[], dialled: string): Line | undefined {
  const wanted = normaliseNumber(dialled);
  if (wanted === undefined) return undefined;
  return lines.find((line) => normaliseNumber(line.number) === wanted);
}

/** Stands for a number that is no line of ours, so that its call leaves a trace like any other. */
export function unknownLine(dialled: string, region: string): Line {
  return {
    id: 'unknown',
    number: dialled,
    title: dialled,
    name: dialled,
    region,
    ladder: [],
    priority: 1,
    maxWaitMs: 0,
  };
}

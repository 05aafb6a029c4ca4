import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** A think time: at random, so that nothing falls into step with a timer of what is measured. */
export async function think(fromMs: number, toMs: number): Promise<void> {
  await pause(randomInt(fromMs, toMs + 1));
}

/** The same names again in each round, so that a noisy moment meets all of them. */
export function rounds<Name extends string>(count: number, names: readonly Name[]): Name[] {
  return Array.from({ length: count }, (_, at) =>
    at % 2 === 0 ? [...names] : [...names].reverse(),
  ).flat();
}

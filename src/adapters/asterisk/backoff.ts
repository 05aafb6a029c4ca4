const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Pause before the next attempt: 0.1 s doubling up to 5 s, up to half of it off by chance. */
export function nextBackoffMs(failures: number): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  // Many that lost the same switch must not all come back at the same moment.
  return fullMs * (1 - Math.random() / 2);
}

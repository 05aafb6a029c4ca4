const FLOOR_DB = -60;

/** Energy of samples (−1 to 1) as 0 to 100: 0 is −60 dB of full scale or less, 100 is full. */
export function levelOf(samples: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < samples.length; index += 1) sum += (samples[index] ?? 0) ** 2;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms === 0) return 0;
  const share = (20 * Math.log10(rms) - FLOOR_DB) / -FLOOR_DB;
  return Math.round(100 * Math.min(1, Math.max(0, share)));
}

import type { WallToday } from '../../contract/wall.ts';

/** A wait's colour against the norm: warned from half of it, late when it is over. */
export function waitLevel(waitedMs: number, norm: WallToday['norm']): 'ok' | 'warned' | 'late' {
  if (waitedMs > norm.withinMs) return 'late';
  return waitedMs > norm.withinMs / 2 ? 'warned' : 'ok';
}

/** `4:05`, `1:04:05`; never negative: a moment that has come reads `0:00`. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const s = String(seconds % 60).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)}:${s}`;
  return `${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}:${s}`;
}

/** What is left, rounded up, so that a countdown of 60 s begins with `1:00` and ends with `0:00`. */
export function countdownText(ms: number): string {
  return clockText(Math.ceil(Math.max(0, ms) / 1_000) * 1_000);
}

/** Milliseconds from `iso` to `now`, both of the server's clock; 0 when absent or unreadable. */
export function sinceMs(iso: string | undefined, now: number): number {
  const at = iso === undefined ? Number.NaN : Date.parse(iso);
  return Number.isNaN(at) ? 0 : now - at;
}

/** Milliseconds from `now` until `iso`. */
export function untilMs(iso: string | undefined, now: number): number {
  return -sinceMs(iso, now);
}

/** `23:07`, in this browser's zone, for a moment of the record. */
export function hourText(iso: string): string {
  return new Date(iso).toLocaleTimeString('ru-RU', { hour: '2-digit', minute: '2-digit' });
}

/** `23:07:41`. */
export function secondText(at: number): string {
  return new Date(at).toLocaleTimeString('ru-RU');
}

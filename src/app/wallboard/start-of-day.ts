import { HOUR, MINUTE, SECOND, type Instant } from '../../domain/shared/time.ts';
import type { StartOfDay } from './today.ts';

/** The latest midnight in a time zone of the IANA list (`Asia/Yekaterinburg`). */
export function startOfDayIn(timeZone: string): StartOfDay {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  });
  return (now: Instant) => {
    const read = new Map(parts.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
    const sinceMidnightMs =
      (read.get('hour') ?? 0) * HOUR +
      (read.get('minute') ?? 0) * MINUTE +
      (read.get('second') ?? 0) * SECOND +
      (now % SECOND);
    return now - sinceMidnightMs;
  };
}

import type { WallToday } from '../../contract/wall.ts';
import type { Call, EndedCall } from '../../domain/calls/call.ts';
import { SECOND, type Instant } from '../../domain/shared/time.ts';

/** System-112: 98 % answered within 20 s (decree 1931 of 12.11.2021). */
const NORM = { share: 0.98, withinMs: 20 * SECOND } as const;

/** What today's count needs to know of a call. */
export interface TodayCall {
  readonly id: string;
  readonly arrivedAt: Instant;
  readonly fate: 'open' | 'answered' | 'abandoned' | 'voicemail' | 'other';
  /** Until the answer, or until the caller left; absent while it is open. */
  readonly waitedMs?: number;
}

/** Where the current day began, in the region's own time. */
export type StartOfDay = (now: Instant) => Instant;

/**
 * Today's calls, each counted once however often it is told: from the record after a start, and
 * from the desk as they happen.
 */
export class Today {
  readonly #startOfDay: StartOfDay;
  #calls = new Map<string, TodayCall>();
  #dayBegan = 0;

  constructor(startOfDay: StartOfDay) {
    this.#startOfDay = startOfDay;
  }

  /** What a call is for the count; undefined for a wrong number, which nobody could answer. */
  static of(call: Call): TodayCall | undefined {
    const { id, arrivedAt } = call;
    if (call.phase === 'refusing') return undefined;
    if (call.phase === 'talking') {
      return { id, arrivedAt, fate: 'answered', waitedMs: call.answeredAt - arrivedAt };
    }
    if (call.phase !== 'ended') return { id, arrivedAt, fate: 'open' };
    if (call.outcome.kind === 'closed') return undefined;
    return { id, arrivedAt, fate: fateOf(call), waitedMs: call.waitedMs };
  }

  note(call: TodayCall, now: Instant): void {
    this.#turnDay(now);
    if (call.arrivedAt >= this.#dayBegan) this.#calls.set(call.id, call);
  }

  row(now: Instant): WallToday {
    this.#turnDay(now);
    const row = { arrived: this.#calls.size, answered: 0, abandoned: 0, voicemail: 0 };
    let inTime = 0;
    let gaveUpLate = 0;
    for (const { fate, waitedMs = 0 } of this.#calls.values()) {
      const late = waitedMs > NORM.withinMs;
      if (fate === 'answered' || fate === 'abandoned' || fate === 'voicemail') row[fate] += 1;
      if (fate === 'answered' && !late) inTime += 1;
      if (fate !== 'answered' && fate !== 'open' && late) gaveUpLate += 1;
    }
    if (row.answered === 0) return { ...row, norm: NORM };
    // Whoever gave up after the norm's time was not answered within it: leaving them out would
    // make the share better the longer people wait.
    return { ...row, withinNorm: inTime / (row.answered + gaveUpLate), norm: NORM };
  }

  #turnDay(now: Instant): void {
    const dayBegan = this.#startOfDay(now);
    if (dayBegan === this.#dayBegan) return;
    this.#dayBegan = dayBegan;
    this.#calls = new Map([...this.#calls].filter(([, { arrivedAt }]) => arrivedAt >= dayBegan));
  }
}

function fateOf({ outcome }: EndedCall): TodayCall['fate'] {
  if (outcome.kind === 'answered' || outcome.kind === 'abandoned' || outcome.kind === 'voicemail') {
    return outcome.kind;
  }
  return 'other';
}

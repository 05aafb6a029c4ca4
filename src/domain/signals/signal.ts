import type { Caller } from '../callers/caller.ts';
import type { Instant } from '../shared/time.ts';
import type { Card } from './card.ts';

/** The decision: somebody goes at once, or the district service takes it up. */
export type Triage = 'emergency' | 'planned';

/** A reported risk: the ticket that every call has exactly one of. */
export interface Signal {
  readonly id: string;
  /** `ТМН-2026-000123`. */
  readonly number: string;
  readonly source: 'call' | 'fallback';
  readonly lineId: string;
  readonly lineTitle: string;
  /** As the line said when it rang; smaller goes first. */
  readonly priority: number;
  readonly caller: Caller;
  readonly createdAt: Instant;
  readonly card: Card;
  /** Rises with each change of the card. */
  readonly version: number;
  readonly triage?: Triage;
  readonly triagedAt?: Instant;
  /** `cardToWrite` when the switch answered without us and nobody has written the card yet. */
  readonly note?: 'cardToWrite';
}

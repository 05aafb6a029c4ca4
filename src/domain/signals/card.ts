/** What the operator learns: who, what, where. A field stays empty until it is known. */
export interface Card {
  readonly who: string;
  readonly what: string;
  readonly where: string;
  /** Municipality code: whose brigade goes. */
  readonly municipality: string;
}

export const EMPTY_CARD: Card = { who: '', what: '', where: '', municipality: '' };

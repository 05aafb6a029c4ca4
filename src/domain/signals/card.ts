import { CardChangedMeanwhile } from './problems.ts';

/** What the operator learns: who, what, where. A field stays empty until it is known. */
export interface Card {
  readonly who: string;
  readonly what: string;
  readonly where: string;
  /** Municipality code: whose brigade goes. */
  readonly municipality: string;
}

export const EMPTY_CARD: Card = { who: '', what: '', where: '', municipality: '' };

export interface VersionedCard {
  readonly card: Card;
  readonly version: number;
}

/** Some of a card's fields. */
export type CardChange = { readonly [Field in keyof Card]?: Card[Field] | undefined };

/**
 * The card after a change that was made seeing version `seen`.
 * Throws {@link CardChangedMeanwhile} (both versions and the current card in its details).
 */
export function changeCard(
  current: VersionedCard,
  seen: number,
  change: CardChange,
): VersionedCard {
  if (seen !== current.version) {
    throw new CardChangedMeanwhile(seen, current.version, current.card);
  }
  return {
    card: {
      who: change.who ?? current.card.who,
      what: change.what ?? current.card.what,
      where: change.where ?? current.card.where,
      municipality: change.municipality ?? current.card.municipality,
    },
    version: current.version + 1,
  };
}

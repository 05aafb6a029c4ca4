import { useEffect, useState, useSyncExternalStore } from 'react';
import type { SignalBody } from '../../contract/signals.ts';
import { CardKeeper } from './card-keeper.ts';
import { isDirty, type CardDraft } from './card-draft.ts';

/** Keepers of all cards with something typed, so that the next call does not lose the last card. */
class CardShelf {
  readonly #keepers = new Map<string, CardKeeper>();

  take(signal: SignalBody): CardKeeper {
    const held = this.#keepers.get(signal.id);
    if (held) return held;
    const keeper = new CardKeeper(signal, () => {
      this.#keepers.delete(signal.id);
    });
    this.#keepers.set(signal.id, keeper);
    return keeper;
  }

  get dirty(): boolean {
    return [...this.#keepers.values()].some((keeper) => isDirty(keeper.draft));
  }
}

// One for the page's life, not for a component's: leaving the desk must not lose a card.
const shelf = new CardShelf();

/** The card of one signal: its draft and the hand that saves it. Give each signal its own component. */
export function useCard(signal: SignalBody): { keeper: CardKeeper; draft: CardDraft } {
  const [keeper] = useState(() => shelf.take(signal));
  useEffect(() => {
    keeper.hold();
    return () => {
      keeper.release();
    };
  }, [keeper]);
  useEffect(() => {
    keeper.arrived(signal);
  }, [keeper, signal]);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (shelf.dirty) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => {
      window.removeEventListener('beforeunload', ask);
    };
  }, []);
  return { keeper, draft: useSyncExternalStore(keeper.subscribe, keeper.snapshot) };
}

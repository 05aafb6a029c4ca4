import { api } from '../api/api.ts';
import { isPassing, ProblemError } from '../api/problem-error.ts';
import {
  isDirty,
  openDraft,
  stepDraft,
  unsaved,
  type CardDraft,
  type CardField,
  type CardOnRecord,
  type DraftEvent,
} from './card-draft.ts';

const TYPING_PAUSE_MS = 400;
const RETRY_MIN_MS = 1_000;
const RETRY_MAX_MS = 8_000;

/**
 * Saves one signal's card as it is typed, one request at a time, and keeps trying while the
 * service or its database is away. It outlives the page's interest: `release()` ends it only when
 * nothing typed is left to save.
 */
export class CardKeeper {
  #draft: CardDraft;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #saving: Promise<void> | undefined;
  #released = false;
  readonly #listeners = new Set<() => void>();
  readonly #done: () => void;

  /** `done` fires once when a released keeper has nothing left to do. */
  constructor(record: CardOnRecord, done: () => void) {
    this.#draft = openDraft(record);
    this.#done = done;
  }

  get draft(): CardDraft {
    return this.#draft;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  readonly snapshot = (): CardDraft => this.#draft;

  typed(field: CardField, text: string): void {
    this.#apply({ type: 'typed', field, text });
    this.#schedule(field === 'municipality' ? 0 : TYPING_PAUSE_MS);
  }

  chose(field: CardField, text: string): void {
    this.#apply({ type: 'chose', field, text });
    this.#schedule(0);
  }

  /** The record changed: by our own save, or by somebody else. */
  arrived(record: CardOnRecord): void {
    this.#apply({ type: 'arrived', record });
  }

  /** Saves now; resolves when the request that carries the present text is over. */
  async flush(): Promise<void> {
    await this.#saving;
    clearTimeout(this.#timer);
    await this.#save();
  }

  /** The page shows another card now. */
  release(): void {
    this.#released = true;
    this.#finishIfDone();
  }

  /** The page shows this card again. */
  hold(): void {
    this.#released = false;
  }

  #schedule(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), afterMs);
  }

  async #save(): Promise<void> {
    if (this.#saving) return;
    const card = unsaved(this.#draft);
    if (Object.keys(card).length === 0) {
      this.#finishIfDone();
      return;
    }
    const { signalId, version } = this.#draft;
    this.#apply({ type: 'sent' });
    this.#saving = this.#send(signalId, version, card);
    await this.#saving;
  }

  async #send(id: string, version: number, card: Partial<CardDraft['fields']>): Promise<void> {
    let nextMs = 0;
    try {
      const record = await api.changeCard(id, { version, card });
      this.#failures = 0;
      this.#apply({ type: 'saved', record });
    } catch (error) {
      nextMs = await this.#recover(id, error);
    }
    this.#saving = undefined;
    const left = Object.keys(unsaved(this.#draft)).length > 0;
    if (left && this.#draft.failure !== 'refused')
      this.#schedule(Math.max(nextMs, TYPING_PAUSE_MS));
    else this.#finishIfDone();
  }

  /** Decides what follows a failure; returns after how many milliseconds to try again. */
  async #recover(id: string, error: unknown): Promise<number> {
    if (error instanceof ProblemError && error.code === 'card-changed-meanwhile') {
      try {
        const record = await api.signal(id);
        this.#apply({ type: 'saved', record });
        return 0;
      } catch (again) {
        return this.#failed(again);
      }
    }
    return this.#failed(error);
  }

  #failed(error: unknown): number {
    // A session that ended comes back with a sign-in in another tab: the text must wait for it.
    const passing = isPassing(error) || (error instanceof ProblemError && error.status === 401);
    this.#apply({ type: 'failed', passing });
    this.#failures += 1;
    return Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** (this.#failures - 1));
  }

  #apply(event: DraftEvent): void {
    const next = stepDraft(this.#draft, event);
    if (next === this.#draft) return;
    this.#draft = next;
    for (const listener of this.#listeners) listener();
  }

  #finishIfDone(): void {
    if (this.#released && !this.#saving && !isDirty(this.#draft)) this.#done();
  }
}

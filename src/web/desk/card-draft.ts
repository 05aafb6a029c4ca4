import type { Card } from '../../contract/signals.ts';

/*
 * A card while it is typed, against a record that others may change too.
 *
 *   base    what the record held when we last looked        theirs  a field both sides changed
 *   fields  what stands in the page                         sent    what is on its way
 *
 * Per field: untouched here → follows the record; changed here only → kept and saved; changed on
 * both sides → both texts are shown and nothing is sent until the writer chooses.
 */
export interface CardDraft {
  readonly signalId: string;
  readonly version: number;
  readonly base: Card;
  readonly fields: Card;
  readonly theirs: Partial<Card>;
  readonly sent: Partial<Card> | undefined;
  /** The last attempt failed: `retrying` by itself, or `refused` until the text changes. */
  readonly failure: 'retrying' | 'refused' | undefined;
}

export type CardField = keyof Card;
export const CARD_FIELDS = ['who', 'what', 'where', 'municipality'] as const satisfies CardField[];

/** The part of a signal that a draft follows. */
export interface CardOnRecord {
  readonly id: string;
  readonly version: number;
  readonly card: Card;
}

export type DraftEvent =
  | { readonly type: 'typed'; readonly field: CardField; readonly text: string }
  | { readonly type: 'arrived'; readonly record: CardOnRecord }
  | { readonly type: 'sent' }
  | { readonly type: 'saved'; readonly record: CardOnRecord }
  | { readonly type: 'failed'; readonly passing: boolean }
  | { readonly type: 'chose'; readonly field: CardField; readonly text: string };

/** A draft that agrees with the record. */
export function openDraft(record: CardOnRecord): CardDraft {
  return {
    signalId: record.id,
    version: record.version,
    base: record.card,
    fields: record.card,
    theirs: {},
    sent: undefined,
    failure: undefined,
  };
}

export function stepDraft(draft: CardDraft, event: DraftEvent): CardDraft {
  switch (event.type) {
    case 'typed':
      return {
        ...draft,
        fields: { ...draft.fields, [event.field]: event.text },
        failure: draft.failure === 'refused' ? undefined : draft.failure,
      };
    case 'arrived':
      return follow(draft, event.record);
    case 'sent':
      return { ...draft, sent: unsaved(draft) };
    case 'saved':
      return { ...follow(draft, event.record), sent: undefined, failure: undefined };
    case 'failed':
      return { ...draft, sent: undefined, failure: event.passing ? 'retrying' : 'refused' };
    case 'chose': {
      const theirs = { ...draft.theirs };
      Reflect.deleteProperty(theirs, event.field);
      return { ...draft, theirs, fields: { ...draft.fields, [event.field]: event.text } };
    }
  }
}

/** Fields that the record lacks and that may be sent: those in dispute wait for a choice. */
export function unsaved(draft: CardDraft): Partial<Card> {
  const dirty = CARD_FIELDS.filter(
    (field) => draft.fields[field] !== draft.base[field] && draft.theirs[field] === undefined,
  );
  return Object.fromEntries(dirty.map((field) => [field, draft.fields[field]]));
}

/** True when closing the page now would lose typed text. */
export function isDirty(draft: CardDraft): boolean {
  return CARD_FIELDS.some((field) => draft.fields[field] !== draft.base[field]);
}

export type SaveState = 'saved' | 'saving' | 'unsaved' | 'refused' | 'disputed' | 'empty';

/** What the writer reads beside the card. */
export function saveStateOf(draft: CardDraft): SaveState {
  if (draft.failure === 'retrying') return 'unsaved';
  if (draft.failure === 'refused') return 'refused';
  if (Object.keys(unsaved(draft)).length > 0) return 'saving';
  if (isDirty(draft)) return 'disputed';
  return CARD_FIELDS.every((field) => draft.fields[field] === '') ? 'empty' : 'saved';
}

function follow(draft: CardDraft, record: CardOnRecord): CardDraft {
  // Feeds and answers overtake each other; only what is newer says anything.
  if (record.id !== draft.signalId || record.version <= draft.version) return draft;
  const fields = { ...draft.fields };
  const theirs = { ...draft.theirs };
  for (const field of CARD_FIELDS) {
    const now = record.card[field];
    const before = draft.base[field];
    const here = draft.fields[field];
    if (now === here) {
      Reflect.deleteProperty(theirs, field);
    } else if (here === before) {
      fields[field] = now;
    } else if (now !== before && now !== draft.sent?.[field]) {
      theirs[field] = now;
    }
  }
  return { ...draft, version: record.version, base: record.card, fields, theirs };
}

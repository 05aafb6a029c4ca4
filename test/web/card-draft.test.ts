import { describe, expect, it } from 'vitest';
import {
  isDirty,
  openDraft,
  saveStateOf,
  stepDraft,
  unsaved,
  type CardDraft,
  type CardOnRecord,
  type DraftEvent,
} from '../../src/web/desk/card-draft.ts';

const empty = { who: '', what: '', where: '', municipality: '' };
const record = (version: number, card: Partial<typeof empty> = {}): CardOnRecord => ({
  id: 's1',
  version,
  card: { ...empty, ...card },
});
const play = (events: readonly DraftEvent[], from: CardDraft = openDraft(record(1))): CardDraft =>
  events.reduce(stepDraft, from);
const typed = (field: keyof typeof empty, text: string): DraftEvent => ({
  type: 'typed',
  field,
  text,
});

describe('a card that is typed', () => {
  it('sends only the fields that changed', () => {
    expect(unsaved(play([typed('what', 'крик')]))).toEqual({ what: 'крик' });
  });

  it('reads saved when the record holds everything', () => {
    const draft = play([
      typed('what', 'крик'),
      { type: 'sent' },
      { type: 'saved', record: record(2, { what: 'крик' }) },
    ]);
    expect(saveStateOf(draft)).toBe('saved');
    expect(isDirty(draft)).toBe(false);
  });

  it('keeps what was typed while the save was on its way', () => {
    const draft = play([
      typed('what', 'крик'),
      { type: 'sent' },
      typed('what', 'крик ребёнка'),
      { type: 'arrived', record: record(2, { what: 'крик' }) },
      { type: 'saved', record: record(2, { what: 'крик' }) },
    ]);
    expect(draft.fields.what).toBe('крик ребёнка');
    expect(draft.theirs).toEqual({});
    expect(unsaved(draft)).toEqual({ what: 'крик ребёнка' });
  });

  it('takes another writer’s change of a field that is untouched here', () => {
    const draft = play([
      typed('what', 'крик'),
      { type: 'arrived', record: record(2, { where: 'Лесная, 12' }) },
    ]);
    expect(draft.fields).toMatchObject({ what: 'крик', where: 'Лесная, 12' });
    expect(unsaved(draft)).toEqual({ what: 'крик' });
  });

  it('shows both texts of a field that two changed, and sends neither', () => {
    const draft = play([
      typed('where', 'Лесная, 12'),
      { type: 'arrived', record: record(2, { where: 'Полевая, 3' }) },
    ]);
    expect(draft.fields.where).toBe('Лесная, 12');
    expect(draft.theirs.where).toBe('Полевая, 3');
    expect(unsaved(draft)).toEqual({});
    expect(saveStateOf(draft)).toBe('disputed');
    expect(isDirty(draft)).toBe(true);
  });

  it('sends what was chosen, against the version that was shown', () => {
    const disputed = play([
      typed('where', 'Лесная, 12'),
      { type: 'arrived', record: record(2, { where: 'Полевая, 3' }) },
    ]);
    const mine = stepDraft(disputed, { type: 'chose', field: 'where', text: 'Лесная, 12' });
    expect(mine.version).toBe(2);
    expect(unsaved(mine)).toEqual({ where: 'Лесная, 12' });
    const theirs = stepDraft(disputed, { type: 'chose', field: 'where', text: 'Полевая, 3' });
    expect(isDirty(theirs)).toBe(false);
  });

  it('forgets a dispute when both came to the same text', () => {
    const draft = play([
      typed('where', 'Лесная, 12'),
      { type: 'arrived', record: record(2, { where: 'Полевая, 3' }) },
      { type: 'arrived', record: record(3, { where: 'Лесная, 12' }) },
    ]);
    expect(draft.theirs).toEqual({});
    expect(saveStateOf(draft)).toBe('saved');
  });

  it('ignores what is older than it knows, and other signals', () => {
    const draft = play([typed('who', 'соседка')], openDraft(record(5)));
    expect(stepDraft(draft, { type: 'arrived', record: record(4, { who: 'x' }) })).toBe(draft);
    const other = { ...record(9, { who: 'x' }), id: 's2' };
    expect(stepDraft(draft, { type: 'arrived', record: other })).toBe(draft);
  });

  it('keeps the text when the database is away, and says that it tries again', () => {
    const draft = play([
      typed('what', 'крик'),
      { type: 'sent' },
      { type: 'failed', passing: true },
    ]);
    expect(saveStateOf(draft)).toBe('unsaved');
    expect(unsaved(draft)).toEqual({ what: 'крик' });
  });

  it('stops after a refusal until the text changes', () => {
    const refused = play([
      typed('what', 'крик'),
      { type: 'sent' },
      { type: 'failed', passing: false },
    ]);
    expect(saveStateOf(refused)).toBe('refused');
    expect(saveStateOf(stepDraft(refused, typed('what', 'крик!')))).toBe('saving');
  });

  it('reads empty before anybody wrote', () => {
    expect(saveStateOf(openDraft(record(1)))).toBe('empty');
  });
});

import { describe, expect, it } from 'vitest';
import { heardFrom } from '../../../src/domain/dispatch/brigade-word.ts';
import type { BrigadeWord } from '../../../src/domain/dispatch/brigade-word.ts';
import type { Incident } from '../../../src/domain/dispatch/incident.ts';
import { available, Play } from './board-kit.ts';

const STORY: Readonly<Record<string, readonly ('accepted' | 'left' | 'arrived' | 'finished')[]>> = {
  offered: [],
  accepted: ['accepted'],
  enRoute: ['accepted', 'left'],
  onScene: ['accepted', 'left', 'arrived'],
  finished: ['accepted', 'left', 'arrived', 'finished'],
};
const WORDS: readonly BrigadeWord[] = ['accept', 'decline', 'leave', 'arrive', 'finish'];
const FITS: Readonly<Record<string, readonly BrigadeWord[]>> = {
  offered: ['accept', 'decline'],
  accepted: ['decline', 'leave'],
  enRoute: ['arrive'],
  onScene: ['finish'],
  finished: [],
  cancelled: [],
};

function incidentIn(phase: string): Incident {
  const play = new Play([available('tyumen')]).create('i', 'tyumen');
  for (const word of STORY[phase] ?? []) play.says('i', word);
  if (phase === 'cancelled') {
    play.happen({
      type: 'incident',
      incidentId: 'i',
      event: { type: 'cancelled', reason: 'нет', by: 'u' },
    });
  }
  const incident = play.board.incidents.get('i');
  if (!incident) throw new Error('The play lost its incident');
  expect(incident.phase).toBe(phase);
  return incident;
}

const refused = (code: string): Error => expect.objectContaining({ code }) as Error;

describe("a brigade's word", () => {
  it.each(Object.keys(FITS).flatMap((phase) => WORDS.map((word) => [phase, word] as const)))(
    'in %s: %s is taken, or refused as the wrong moment',
    (phase, word) => {
      const incident = incidentIn(phase);
      const say = (): unknown => heardFrom('tyumen', word, incident);
      if (FITS[phase]?.includes(word)) expect(say()).toHaveProperty('assignmentId');
      else expect(say).toThrow(refused('wrong-moment'));
    },
  );

  it('is refused about an incident of another brigade, or of none', () => {
    expect(() => heardFrom('tobolsk', 'accept', incidentIn('offered'))).toThrow(
      refused('not-your-incident'),
    );
    const queued = new Play([]).create('i', 'tyumen').board.incidents.get('i');
    expect(() => queued && heardFrom('tyumen', 'accept', queued)).toThrow(
      refused('not-your-incident'),
    );
  });
});

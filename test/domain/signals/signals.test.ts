import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src/domain/dispatch/incident.ts';
import { newIncident } from '../../../src/domain/dispatch/new-incident.ts';
import { DEFAULT_DISPATCH_RULES } from '../../../src/domain/dispatch/rules.ts';
import { changeCard, EMPTY_CARD } from '../../../src/domain/signals/card.ts';
import { formatSignalNumber, parseSignalNumber } from '../../../src/domain/signals/number.ts';
import type { Signal } from '../../../src/domain/signals/signal.ts';
import { triage } from '../../../src/domain/signals/triage.ts';

const refused = (code: string, details?: object): Error =>
  expect.objectContaining({ code, ...(details && { details }) }) as Error;

describe("a signal's number", () => {
  it('is written with its region, its year and six digits', () => {
    expect(formatSignalNumber({ region: 'ТМН', year: 2026, order: 123 })).toBe('ТМН-2026-000123');
  });

  it('is read as people type it, and nothing else is a number', () => {
    expect(parseSignalNumber(' тмн-2026-000123 ')).toEqual({
      region: 'ТМН',
      year: 2026,
      order: 123,
    });
    expect(parseSignalNumber('ТМН-2026-123')).toBeUndefined();
    expect(parseSignalNumber('2026-000123')).toBeUndefined();
  });

  it('survives being written and read, also beyond a million a year', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), (order) => {
        const number = { region: 'ВЛГ', year: 2026, order };
        expect(parseSignalNumber(formatSignalNumber(number))).toEqual(number);
      }),
    );
  });
});

describe('a card', () => {
  it('keeps what is not mentioned and takes what is', () => {
    const before = { card: { ...EMPTY_CARD, who: 'мальчик, 7 лет' }, version: 3 };
    expect(changeCard(before, 3, { where: 'у школы', what: undefined })).toEqual({
      card: { ...EMPTY_CARD, who: 'мальчик, 7 лет', where: 'у школы' },
      version: 4,
    });
  });

  it('is not overwritten by somebody who saw an older one', () => {
    expect(() => changeCard({ card: EMPTY_CARD, version: 4 }, 3, {})).toThrow(
      refused('card-changed-meanwhile', { seenVersion: 3, currentVersion: 4, card: EMPTY_CARD }),
    );
  });
});

describe('a triage', () => {
  const signal: Signal = {
    id: 's',
    number: 'ТМН-2026-000001',
    source: 'call',
    lineId: 'tyumen',
    lineTitle: '8-800-200-72-01',
    priority: 1,
    caller: { kind: 'withheld' },
    createdAt: 0,
    card: { ...EMPTY_CARD, municipality: 'tyumen' },
    version: 1,
  };
  const queued = newIncident(
    { id: 'i', signalId: 's', signalNumber: signal.number, municipality: 'tyumen', priority: 1 },
    0,
    DEFAULT_DISPATCH_RULES,
  );
  const offer = { assignmentId: 'a', brigadeId: 'b', offeredAt: 0 };
  const offered: Incident = { ...queued, ...offer, phase: 'offered', acceptBy: 1 };
  const accepted: Incident = { ...queued, ...offer, phase: 'accepted', acceptedAt: 1 };
  const cancelled: Incident = {
    ...queued,
    ...{ phase: 'cancelled', cancelledAt: 1, reason: 'нет', cancelledBy: 'u' },
  };

  it.each([
    ['emergency', undefined, 'createIncident'],
    ['emergency', cancelled, 'createIncident'],
    ['emergency', queued, 'leaveDispatch'],
    ['planned', undefined, 'leaveDispatch'],
    ['planned', cancelled, 'leaveDispatch'],
    ['planned', queued, 'cancelIncident'],
    ['planned', offered, 'cancelIncident'],
  ] as const)('as %s decides what the dispatch queue does', (wanted, incident, decision) => {
    expect(triage(signal, incident, wanted)).toBe(decision);
  });

  it('as an emergency is refused until it is known where', () => {
    expect(() => triage({ ...signal, card: EMPTY_CARD }, undefined, 'emergency')).toThrow(
      refused('municipality-missing'),
    );
  });

  it('cannot be taken back once a brigade has accepted', () => {
    expect(() => triage(signal, accepted, 'planned')).toThrow(refused('brigade-already-accepted'));
  });
});

import { describe, expect, it } from 'vitest';
import type { Brigade } from '../../../src/domain/dispatch/brigade.ts';
import { stepBrigade } from '../../../src/domain/dispatch/brigade-step.ts';
import type { BrigadeEvent } from '../../../src/domain/dispatch/brigade-step.ts';
import { chooseBrigade } from '../../../src/domain/dispatch/choose-brigade.ts';
import type { Incident, QueuedIncident } from '../../../src/domain/dispatch/incident.ts';
import { stepIncident } from '../../../src/domain/dispatch/incident-step.ts';
import type { IncidentEvent } from '../../../src/domain/dispatch/incident-step.ts';
import { newIncident } from '../../../src/domain/dispatch/new-incident.ts';
import { available, places, Play, rules } from './board-kit.ts';

const queued: QueuedIncident = newIncident(
  { id: 'i', signalId: 's', signalNumber: 'n', municipality: 'tyumen', priority: 1 },
  0,
  rules,
);
const offer = { assignmentId: 'a', brigadeId: 'b', offeredAt: 0 };
const scene = { acceptedAt: 1, leftAt: 2, arrivedAt: 3 };
const INCIDENTS: readonly Incident[] = [
  queued,
  { ...queued, ...offer, phase: 'offered', acceptBy: 60 },
  { ...queued, ...offer, phase: 'accepted', acceptedAt: 1 },
  { ...queued, ...offer, phase: 'enRoute', acceptedAt: 1, leftAt: 2 },
  { ...queued, ...offer, ...scene, phase: 'onScene' },
  { ...queued, ...offer, ...scene, phase: 'finished', finishedAt: 4 },
  { ...queued, phase: 'cancelled', cancelledAt: 4, reason: 'нет', cancelledBy: 'u' },
];
const EVENTS: readonly IncidentEvent[] = [
  { type: 'offered', assignmentId: 'a2', brigadeId: 'b2', acceptBy: 70, newRound: false },
  { type: 'accepted', assignmentId: 'a' },
  { type: 'declined', assignmentId: 'a' },
  { type: 'acceptDue', assignmentId: 'a' },
  { type: 'left', assignmentId: 'a' },
  { type: 'arrived', assignmentId: 'a' },
  { type: 'finished', assignmentId: 'a' },
  { type: 'warnDue' },
  { type: 'lateDue' },
  { type: 'cancelled', reason: 'нет', by: 'u' },
];
/** Phase after each event; what is not named leaves the incident as it is. */
const ARROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  queued: { offered: 'offered', warnDue: 'queued', lateDue: 'queued', cancelled: 'cancelled' },
  offered: {
    accepted: 'accepted',
    declined: 'queued',
    acceptDue: 'queued',
    warnDue: 'offered',
    lateDue: 'offered',
    cancelled: 'cancelled',
  },
  accepted: {
    declined: 'queued',
    left: 'enRoute',
    warnDue: 'accepted',
    lateDue: 'accepted',
    cancelled: 'cancelled',
  },
  enRoute: { arrived: 'onScene', cancelled: 'cancelled' },
  onScene: { finished: 'finished', cancelled: 'cancelled' },
  finished: {},
  cancelled: {},
};

describe('an incident, every phase and every event', () => {
  const cases = INCIDENTS.flatMap((incident) =>
    EVENTS.map((event) => [incident.phase, event.type, incident, event] as const),
  );
  it.each(cases)('%s, %s: follows the drawing', (phase, type, incident, event) => {
    const step = stepIncident(incident, event, 10);
    const expected = ARROWS[phase]?.[type];
    if (expected === undefined) expect(step).toEqual({ incident, commands: [] });
    else expect(step.incident.phase).toBe(expected);
  });

  it.each(EVENTS.filter((event) => 'assignmentId' in event && event.type !== 'offered'))(
    'ignores $type of a stale assignment',
    (event) => {
      for (const incident of INCIDENTS) {
        const stale = { ...event, assignmentId: 'old' } as IncidentEvent;
        expect(stepIncident(incident, stale, 10)).toEqual({ incident, commands: [] });
      }
    },
  );

  it('is warned once and late once', () => {
    const late: Incident = { ...queued, clock: 'late' };
    expect(stepIncident(late, { type: 'warnDue' }, 10).incident).toBe(late);
    expect(stepIncident(late, { type: 'lateDue' }, 10).incident).toBe(late);
  });
});

describe('a brigade, every state and every event', () => {
  const facts = { id: 'b', name: 'b', municipality: 'tyumen', since: 0 };
  const BRIGADES: readonly Brigade[] = [
    { ...facts, state: 'available' },
    { ...facts, state: 'assigned', incidentId: 'i' },
    { ...facts, state: 'enRoute', incidentId: 'i' },
    { ...facts, state: 'onScene', incidentId: 'i' },
    { ...facts, state: 'clearing', clearBy: 5 },
    { ...facts, state: 'outOfService' },
  ];
  const TYPES = ['offered', 'offerLost', 'left', 'arrived', 'released'] as const;
  const EVENTS: readonly BrigadeEvent[] = [
    ...TYPES.map((type) => ({ type, incidentId: 'i' })),
    ...TYPES.slice(1).map((type) => ({ type, incidentId: 'another' })),
    { type: 'clearDue' },
    { type: 'putInService' },
    { type: 'takenOutOfService' },
  ];
  const ARROWS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    available: { 'offered i': 'assigned', takenOutOfService: 'outOfService' },
    assigned: { 'offerLost i': 'available', 'left i': 'enRoute' },
    enRoute: { 'arrived i': 'onScene', 'released i': 'clearing' },
    onScene: { 'released i': 'clearing' },
    clearing: {
      clearDue: 'available',
      putInService: 'available',
      takenOutOfService: 'outOfService',
    },
    outOfService: { putInService: 'available' },
  };
  const cases = BRIGADES.flatMap((brigade) =>
    EVENTS.map((event) => {
      const name = 'incidentId' in event ? `${event.type} ${event.incidentId}` : event.type;
      return [brigade.state, name, brigade, event] as const;
    }),
  );
  it.each(cases)('%s, %s: follows the drawing', (state, name, brigade, event) => {
    const step = stepBrigade(brigade, event, 10, rules);
    const expected = ARROWS[state]?.[name];
    if (expected === undefined) expect(step).toEqual({ brigade, commands: [] });
    else expect(step.brigade.state).toBe(expected);
  });
});

describe('the choice of a brigade', () => {
  it('prefers the one that has been free for longest, then a fixed order, at one distance', () => {
    const twins = ['z', 'y', 'x'].map((id) => ({ ...available('tyumen'), id, since: 5 }));
    const rested = { ...available('tyumen'), id: 'w', since: 1 };
    expect(chooseBrigade(queued, [...twins, rested], places)?.brigade.id).toBe('w');
    expect(chooseBrigade(queued, twins, places)?.brigade.id).toBe('x');
    expect(chooseBrigade(queued, twins.toReversed(), places)?.brigade.id).toBe('x');
  });

  it('is nobody where the place is not known', () => {
    const nowhere = { ...queued, municipality: 'moon' };
    expect(chooseBrigade(nowhere, [available('tyumen')], places)).toBeUndefined();
    expect(chooseBrigade(queued, [available('moon')], places)).toBeUndefined();
  });
});

describe('the board', () => {
  it('is not moved by news of what it does not hold, and orders twins by id', () => {
    const play = new Play([]).create('b', 'tyumen').create('a', 'tyumen');
    const before = [...play.board.incidents.values()];
    play.happen({ type: 'deadlinePassed', kind: 'clearBy', subject: 'nobody' });
    play.happen({ type: 'deadlinePassed', kind: 'warn', subject: 'nothing' });
    play.happen({ type: 'deadlinePassed', kind: 'acceptBy', subject: 'nothing' });
    play.happen({ type: 'brigade', brigadeId: 'nobody', event: { type: 'takenOutOfService' } });
    expect([...play.board.incidents.values()]).toEqual(before);
    play.board = { ...play.board, brigades: new Map([['tyumen', available('tyumen')]]) };
    play.happen({ type: 'deadlinePassed', kind: 'warn', subject: 'b' });
    expect(play.incident('a')).toMatchObject({ phase: 'offered' });
    expect(play.incident('b')).toMatchObject({ phase: 'queued', clock: 'warned' });
  });

  it('leaves a brigade on the road in service, whatever it asks for', () => {
    const play = new Play([available('tyumen')]).create('i', 'tyumen');
    play.says('i', 'accepted').says('i', 'left');
    play.happen({ type: 'brigade', brigadeId: 'tyumen', event: { type: 'takenOutOfService' } });
    expect(play.brigade('tyumen')).toMatchObject({ state: 'enRoute' });
  });
});

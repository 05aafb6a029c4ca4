import { describe, expect, it } from 'vitest';
import type { AgentBody } from '../../src/contract/agents.ts';
import type { BrigadeBody, IncidentBody } from '../../src/contract/incidents.ts';
import { brigadeStep } from '../../src/web/brigade/brigade-step.ts';
import { deskMoment } from '../../src/web/desk/desk-moment.ts';
import { readDeskRows } from '../../src/web/desk/read-desk-rows.ts';
import { incidentClock } from '../../src/web/incidents/incident-clock.ts';
import { phoneAtRest } from '../../src/web/phone/phone-state.ts';

const at = (minute: number) => new Date(minute * 60_000).toISOString();
const agent = (availability: AgentBody['availability']): AgentBody => ({
  id: 'a',
  name: 'Ольга Светлова',
  skills: ['operator'],
  availability,
  since: at(0),
  reachable: true,
});
const brigade = (state: BrigadeBody['state']): BrigadeBody => ({
  id: 'b',
  name: 'Бригада',
  municipality: 'm',
  municipalityName: 'Тобольский район',
  state,
  since: at(0),
});
const incident = (
  phase: IncidentBody['phase'],
  more: Partial<IncidentBody> = {},
): IncidentBody => ({
  id: 'i',
  signalId: 's',
  signalNumber: 'ТМН-2026-000001',
  municipality: 'm',
  municipalityName: 'Тобольский район',
  phase,
  brigadeId: 'b',
  createdAt: at(0),
  warnAt: at(15),
  leaveBy: at(20),
  clock: 'ok',
  refusedBy: [],
  ...more,
});

describe('what the desk shows', () => {
  const ringing = { ...phoneAtRest, call: { phase: 'ringing', id: 'x', since: 0 } } as const;

  it('offers the answer as soon as the phone in the page rings', () => {
    expect(deskMoment(agent('available'), ringing)).toEqual({ shows: 'ring', here: true });
  });

  it('points to the handset when another phone of theirs rings', () => {
    expect(deskMoment(agent('ringing'), phoneAtRest)).toEqual({ shows: 'ring', here: false });
  });

  it('shows a talk on a handset without buttons that cannot work', () => {
    expect(deskMoment(agent('talking'), phoneAtRest)).toMatchObject({ shows: 'talk', here: false });
  });

  it('shows the pause after a call, and rest before the feed has spoken', () => {
    const after = { ...agent('wrapUp'), until: at(1) };
    expect(deskMoment(after, phoneAtRest)).toEqual({ shows: 'wrapUp', until: at(1) });
    expect(deskMoment(undefined, phoneAtRest)).toEqual({ shows: 'idle', availability: 'offDuty' });
  });

  it('says that the page is outdated instead of showing a row that it does not understand', () => {
    const read = readDeskRows({ agent: { id: 1 }, waiting: { count: 2 } });
    expect(read.agent).toBeUndefined();
    expect(read.waiting).toEqual({ count: 2 });
    expect(read.outdated).toBe(true);
    expect(readDeskRows({ call: null }).outdated).toBe(false);
  });
});

describe('a brigade’s one button', () => {
  it.each([
    ['offered', 'accept'],
    ['accepted', 'leave'],
    ['enRoute', 'arrive'],
    ['onScene', 'finish'],
  ] as const)('at %s says %s', (phase, says) => {
    expect(brigadeStep(brigade('assigned'), incident(phase))).toMatchObject({ says });
  });

  it('is gone when the call-out went to another brigade or ended', () => {
    const foreign = incident('accepted', { brigadeId: 'other' });
    expect(brigadeStep(brigade('available'), foreign)).toEqual({ shows: 'waiting' });
    expect(brigadeStep(brigade('clearing'), incident('finished'))).toEqual({ shows: 'clearing' });
    expect(brigadeStep(brigade('outOfService'), undefined)).toEqual({ shows: 'rest' });
    expect(brigadeStep(undefined, undefined)).toEqual({ shows: 'unknown' });
  });
});

describe('the clock of a call-out', () => {
  const minute = 60_000;
  it.each([
    [14, 'toLeave', 6, 'ok'],
    [15, 'toLeave', 5, 'warned'],
    [20, 'overdue', 0, 'late'],
    [23, 'overdue', 3, 'late'],
  ] as const)('after %i minutes reads %s %i min, %s', (now, reads, minutes, level) => {
    expect(incidentClock(incident('accepted'), now * minute)).toEqual({
      reads,
      ms: minutes * minute,
      level,
    });
  });

  it('freezes when the brigade leaves, in the colour that the service gave', () => {
    const left = incident('enRoute', { leftAt: at(17), clock: 'warned' });
    expect(incidentClock(left, 99 * minute)).toEqual({
      reads: 'leftIn',
      ms: 17 * minute,
      level: 'warned',
    });
  });

  it('counts the time on scene and stops at the end', () => {
    const there = incident('onScene', { arrivedAt: at(30) });
    expect(incidentClock(there, 32 * minute)).toMatchObject({
      reads: 'onSceneFor',
      ms: 2 * minute,
    });
    expect(incidentClock(incident('finished'), 0).reads).toBe('closed');
  });
});

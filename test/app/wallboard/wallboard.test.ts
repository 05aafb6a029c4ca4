import { describe, expect, expectTypeOf, it } from 'vitest';
import { Feed } from '../../../src/app/feeds/feed.ts';
import { startOfDayIn } from '../../../src/app/wallboard/start-of-day.ts';
import { Wallboard } from '../../../src/app/wallboard/wallboard.ts';
import { frameSchema } from '../../../src/contract/feed.ts';
import type { WallIncident, WallWaiting } from '../../../src/contract/wall.ts';
import {
  wallAgentSchema,
  wallHealthSchema,
  wallIncidentSchema,
  wallTodaySchema,
  wallWaitingSchema,
} from '../../../src/contract/wall.ts';
import type { CallFacts, EndedCall, TalkingCall } from '../../../src/domain/calls/call.ts';
import { aliceCalls, attempt, bob, familyLine, NOON } from '../../kit/people.ts';
import { incident, ready } from '../../http/kit/examples.ts';
import { StoryClock } from '../../kit/moments.ts';

function play() {
  const clock = new StoryClock(NOON);
  const feed = new Feed({ clock, epoch: 'wall' });
  const wall = new Wallboard({ clock, feed, startOfDay: startOfDayIn('Asia/Yekaterinburg') });
  const rows = () => {
    feed.flush();
    const frame = frameSchema.parse(JSON.parse(feed.catchUp()[0] ?? ''));
    return frame.type === 'snapshot' ? frame.rows : {};
  };
  return { clock, wall, rows };
}

function talking(changes: Partial<CallFacts> = {}, waitedMs = 3_000): TalkingCall {
  const facts = aliceCalls(changes);
  return {
    ...facts,
    phase: 'talking',
    attempt: attempt(),
    bridge: 'b',
    agentId: 'bob',
    answeredAt: facts.arrivedAt + waitedMs,
  };
}

function abandoned(id: string, waitedMs: number): EndedCall {
  const facts = aliceCalls({ id });
  return {
    ...facts,
    phase: 'ended',
    endedAt: facts.arrivedAt + waitedMs,
    outcome: { kind: 'abandoned', during: 'waiting' },
    waitedMs,
    talkedMs: 0,
  };
}

describe('The wall', () => {
  it('shows callers, agents, incidents, lines, today and health in the shapes of the contract', () => {
    const { wall, rows } = play();
    wall.linesChanged([familyLine]);
    wall.deskChanged({ calls: [talking()], agents: [bob()] });
    wall.incidentChanged(incident);
    wall.healthChanged(ready);
    const shown = rows();
    expect(Object.keys(shown).sort()).toEqual([
      'agent/bob',
      'health',
      'incident/incident-1',
      'line/tyumen',
      'today',
      'waiting/opora-1.1',
    ]);
    wallAgentSchema.strict().parse(shown['agent/bob']);
    wallHealthSchema.strict().parse(shown['health']);
    wallIncidentSchema.strict().parse(shown['incident/incident-1']);
    wallTodaySchema.strict().parse(shown['today']);
    expect(wallWaitingSchema.strict().parse(shown['waiting/opora-1.1'])).toMatchObject({
      agentId: 'bob',
      phase: 'talking',
    });
  });

  it('never shows anything of a citizen, whatever the call and the incident carry', () => {
    const { wall, rows } = play();
    const canaries = { masked: 'CANARY-masked', hash: 'CANARY-hash', sealed: 'CANARY-sealed' };
    const carried = { ...incident, card: 'CANARY-card', callerMasked: 'CANARY-incident' };
    wall.deskChanged({
      calls: [talking({ caller: { kind: 'known', ...canaries }, keys: 'CANARY-keys' })],
      agents: [Object.assign(bob(), { note: 'CANARY-note' })],
    });
    wall.incidentChanged(carried);
    expect(JSON.stringify(rows())).not.toContain('CANARY');
  });

  it('has no field in its types that could hold a citizen', () => {
    type Personal = 'caller' | 'callerMasked' | 'card' | 'who' | 'what' | 'where' | 'keys';
    expectTypeOf<Extract<keyof WallWaiting, Personal>>().toBeNever();
    expectTypeOf<Extract<keyof WallIncident, Personal | 'signalId'>>().toBeNever();
  });

  it('counts each call of today once, however often it is told', () => {
    const { wall, rows } = play();
    wall.recordRead([{ id: 'a', arrivedAt: NOON, fate: 'open' }]);
    wall.deskChanged({ calls: [talking({ id: 'a' })], agents: [] });
    wall.deskChanged({ calls: [talking({ id: 'a' })], agents: [] });
    wall.deskChanged({ calls: [talking({ id: 'b' }, 21_000)], agents: [] });
    wall.deskChanged({ calls: [abandoned('c', 4_000)], agents: [] });
    expect(rows()['today']).toMatchObject({
      arrived: 3,
      answered: 2,
      abandoned: 1,
      withinNorm: 0.5,
      norm: { share: 0.98, withinMs: 20_000 },
    });
  });

  it('does not let the share look better because people gave up', () => {
    const { wall, rows } = play();
    wall.deskChanged({ calls: [talking(), abandoned('c', 90_000)], agents: [] });
    expect(rows()['today']).toMatchObject({ withinNorm: 0.5 });
  });

  it('begins a new day at midnight of the region', () => {
    const { clock, wall, rows } = play();
    wall.deskChanged({ calls: [talking()], agents: [] });
    // 12:00 UTC is 17:00 in Tyumen.
    clock.pass(7 * 3_600_000 - 1);
    wall.healthChanged(ready);
    expect(rows()['today']).toMatchObject({ arrived: 1 });
    clock.pass(1);
    wall.healthChanged(ready);
    expect(rows()['today']).toMatchObject({ arrived: 0, answered: 0 });
    expect(rows()['today']).not.toHaveProperty('withinNorm');
  });

  it('takes a call off when it ends, and an incident ten minutes after', () => {
    const { clock, wall, rows } = play();
    wall.deskChanged({ calls: [talking({ id: 'c' })], agents: [] });
    wall.deskChanged({ calls: [abandoned('c', 4_000)], agents: [] });
    wall.incidentChanged({ ...incident, phase: 'finished' });
    expect(Object.keys(rows()).sort()).toEqual(['incident/incident-1', 'today']);
    clock.pass(10 * 60_000);
    expect(Object.keys(rows())).toEqual(['today']);
  });
});

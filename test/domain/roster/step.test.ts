import { describe, expect, test } from 'vitest';
import type { Agent, AgentEvent } from '../../../src/domain/roster/agent.ts';
import { agentDeadline, stepAgent } from '../../../src/domain/roster/step.ts';
import { bob, NOON } from '../../kit/people.ts';

const reserved: AgentEvent = { type: 'reserved', callId: 'alice', attemptId: 'try-1' };
const LATER = NOON + 30_000;

function play(agent: Agent, ...events: AgentEvent[]): Agent {
  return events.reduce((current, event) => stepAgent(current, event, LATER), agent);
}

function released(
  after: 'talk' | 'ring' | 'missed' | 'unreachable',
  wrapUpMs = 20_000,
): AgentEvent {
  return { type: 'released', attemptId: 'try-1', after, wrapUpMs };
}

const talks: AgentEvent = { type: 'talks', attemptId: 'try-1' };

describe('an agent', () => {
  test('who is free is reserved, rings and talks', () => {
    expect(play(bob(), reserved)).toMatchObject({ availability: 'ringing', callId: 'alice' });
    expect(play(bob(), reserved, talks)).toMatchObject({ availability: 'talking' });
  });

  test('who is not free cannot be reserved', () => {
    const away = play(bob(), { type: 'wanted', availability: 'away' });
    expect(play(away, reserved)).toBe(away);
  });

  test('has time to write after a talk, then is free by themselves', () => {
    const wrapUp = play(bob(), reserved, talks, released('talk'));
    expect(wrapUp).toMatchObject({ availability: 'wrapUp', callId: 'alice' });
    expect(agentDeadline(wrapUp)).toBe(LATER + 20_000);
    expect(stepAgent(wrapUp, { type: 'deadlinePassed' }, LATER + 19_999)).toBe(wrapUp);
    const free = stepAgent(wrapUp, { type: 'deadlinePassed' }, LATER + 20_000);
    expect(free.availability).toBe('available');
    expect(agentDeadline(free)).toBeUndefined();
    expect(stepAgent(free, { type: 'deadlinePassed' }, LATER)).toBe(free);
  });

  test('may end the wrap-up early, or go away from it at once', () => {
    const wrapUp = play(bob(), reserved, talks, released('talk'));
    expect(play(wrapUp, { type: 'wrapUpDone' }).availability).toBe('available');
    expect(play(wrapUp, { type: 'wanted', availability: 'away' }).availability).toBe('away');
    expect(play(bob(), { type: 'wrapUpDone' })).toEqual(bob());
  });

  test('without wrap-up time is free at once', () => {
    expect(play(bob(), reserved, talks, released('talk', 0)).availability).toBe('available');
  });

  test('who asks to leave during a talk leaves after the wrap-up, not before', () => {
    const leaving = play(bob(), reserved, talks, { type: 'wanted', availability: 'offDuty' });
    expect(leaving.availability).toBe('talking');
    const after = play(leaving, released('talk'));
    expect(after.availability).toBe('wrapUp');
    expect(play(after, { type: 'wrapUpDone' }).availability).toBe('offDuty');
  });

  test('keeps their turn when the caller ended the ring, and loses it when they missed it', () => {
    expect(play(bob(), reserved, released('ring'))).toMatchObject({ since: bob().since });
    expect(play(bob(), reserved, released('missed'))).toMatchObject({ since: LATER });
    expect(play(bob(), reserved, released('unreachable'))).toMatchObject({ since: LATER });
    const away = play(bob(), reserved, { type: 'wanted', availability: 'away' }, released('ring'));
    expect(away).toMatchObject({ availability: 'away', since: LATER });
  });

  test('is not touched by what belongs to another ring', () => {
    const ringing = play(bob(), reserved);
    const stale: AgentEvent = { ...(released('missed') as object), attemptId: 'old' } as AgentEvent;
    expect(play(ringing, stale)).toBe(ringing);
    expect(play(ringing, { type: 'talks', attemptId: 'old' })).toBe(ringing);
    expect(play(bob(), talks)).toEqual(bob());
    expect(play(bob(), released('talk'))).toEqual(bob());
  });

  test('asking for what already is changes nothing', () => {
    const free = bob();
    expect(play(free, { type: 'wanted', availability: 'available' })).toBe(free);
  });

  test('whose phone vanishes is remembered as lost since then, until it comes back', () => {
    const lost = play(bob(), { type: 'reachableAt', endpoints: [] });
    expect(lost).toMatchObject({ reachableAt: [], lostAt: LATER });
    const still = stepAgent(lost, { type: 'reachableAt', endpoints: [] }, LATER + 5_000);
    expect(still.lostAt).toBe(LATER);
    const back = play(lost, { type: 'reachableAt', endpoints: ['bob'] });
    expect(back.lostAt).toBeUndefined();
    expect(play(lost, { type: 'wanted', availability: 'away' })).toMatchObject({ lostAt: LATER });
  });

  test('fails loudly at what the types forbid', () => {
    expect(() => play(bob(), { type: 'unheard' } as never)).toThrow('cannot happen');
    const unheard = bob({ availability: 'unheard' as never });
    expect(() => play(unheard, { type: 'wanted', availability: 'away' })).toThrow('cannot happen');
    expect(() => play(bob(), reserved, released('unheard' as never))).toThrow('cannot happen');
  });
});

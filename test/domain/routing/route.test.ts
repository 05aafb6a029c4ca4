import { describe, expect, test } from 'vitest';
import type { WaitingCall } from '../../../src/domain/calls/call.ts';
import {
  chooseOffers,
  isStaffed,
  LOST_GRACE_MS,
  MISSED_REST_MS,
} from '../../../src/domain/routing/route.ts';
import { aliceCalls, bob, childLine, familyLine, NOON } from '../../kit/people.ts';

function waits(id: string, changes: Partial<WaitingCall> = {}): WaitingCall {
  return { ...aliceCalls(), id, phase: 'waiting', ...changes };
}

const carol = bob({ id: 'carol', reachableAt: ['carol'], since: NOON - 30_000 });
const dave = bob({ id: 'dave', skills: ['consultant'], reachableAt: ['dave'] });

function pairs(...args: Parameters<typeof chooseOffers>): string[] {
  return chooseOffers(...args).map((offer) => `${offer.callId}→${offer.agentId}`);
}

describe('who is rung', () => {
  test('the agent who has been idle longest', () => {
    expect(pairs([waits('alice')], [carol, bob()], NOON)).toEqual(['alice→bob']);
  });

  test('callers in the order in which they rang, whatever order they are listed in', () => {
    const second = waits('second', { arrivedAt: NOON + 10 });
    const first = waits('first', { arrivedAt: NOON + 5 });
    expect(pairs([second, first], [bob()], NOON + 20)).toEqual(['first→bob']);
    expect(pairs([second, first], [bob(), carol], NOON + 20)).toEqual([
      'first→bob',
      'second→carol',
    ]);
  });

  test('a child’s line before the others', () => {
    const child = waits('child', { line: childLine, arrivedAt: NOON + 10 });
    expect(pairs([waits('alice'), child], [bob()], NOON + 20)).toEqual(['child→bob']);
  });

  test('callers of the same millisecond by their ids, so that the order never changes', () => {
    expect(pairs([waits('b'), waits('a')], [bob()], NOON)).toEqual(['a→bob']);
    expect(pairs([waits('a'), waits('b')], [bob()], NOON)).toEqual(['a→bob']);
    expect(pairs([waits('a'), waits('a')], [bob()], NOON)).toEqual(['a→bob']);
  });

  test('agents of the same idle time by their ids', () => {
    const twins = [bob({ id: 'y' }), bob({ id: 'x' })];
    expect(pairs([waits('alice')], twins, NOON)).toEqual(['alice→x']);
    expect(pairs([waits('alice')], twins.reverse(), NOON)).toEqual(['alice→x']);
  });

  test('nobody who is away, rings, or has no phone', () => {
    const away = bob({ availability: 'away' });
    const silent = bob({ reachableAt: [] });
    expect(pairs([waits('alice')], [away, silent], NOON)).toEqual([]);
    expect(pairs([], [bob()], NOON)).toEqual([]);
  });

  test('never the one who just missed this call, until they have rested', () => {
    const missed = waits('alice', { missedBy: [{ agentId: 'bob', at: NOON, reason: 'noAnswer' }] });
    expect(pairs([missed], [bob()], NOON + MISSED_REST_MS - 1)).toEqual([]);
    expect(pairs([missed], [bob(), carol], NOON + 1)).toEqual(['alice→carol']);
    expect(pairs([missed], [bob()], NOON + MISSED_REST_MS)).toEqual(['alice→bob']);
  });

  test('a call that nobody free may take does not hold back those behind it', () => {
    const missed = waits('alice', { missedBy: [{ agentId: 'bob', at: NOON, reason: 'declined' }] });
    const behind = waits('behind', { arrivedAt: NOON + 1 });
    expect(pairs([missed, behind], [bob()], NOON + 2)).toEqual(['behind→bob']);
  });
});

describe('the ladder', () => {
  const busy = bob({ availability: 'away' });

  test('a consultant only after the rung’s time while an operator is on duty', () => {
    const talking = {
      ...bob(),
      availability: 'talking',
      callId: 'x',
      attemptId: 'y',
      then: 'available',
      idleSince: NOON,
    } as const;
    expect(pairs([waits('alice')], [talking, dave], NOON + 59_999)).toEqual([]);
    expect(pairs([waits('alice')], [talking, dave], NOON + 60_000)).toEqual(['alice→dave']);
  });

  test('a consultant at once when no operator is on duty', () => {
    expect(pairs([waits('alice')], [busy, dave], NOON)).toEqual(['alice→dave']);
  });

  test('a consultant at once when the only operator has just missed the call', () => {
    const missed = waits('alice', { missedBy: [{ agentId: 'bob', at: NOON, reason: 'noAnswer' }] });
    expect(pairs([missed], [bob(), dave], NOON + 1)).toEqual(['alice→dave']);
  });

  test('is empty when everybody on it is away: known before a phone rings', () => {
    expect(isStaffed(familyLine, [busy], NOON)).toBe(false);
    expect(isStaffed(familyLine, [], NOON)).toBe(false);
    expect(isStaffed(familyLine, [busy, dave], NOON)).toBe(true);
    expect(isStaffed(familyLine, [bob({ skills: ['lawyer'] })], NOON)).toBe(false);
    expect(isStaffed(familyLine, [bob({ availability: 'offDuty' })], NOON)).toBe(false);
  });

  test('a page that is reloaded is not an absence, a phone that stays away is', () => {
    const lost = bob({ reachableAt: [], lostAt: NOON });
    expect(isStaffed(familyLine, [lost], NOON + LOST_GRACE_MS - 1)).toBe(true);
    expect(isStaffed(familyLine, [lost], NOON + LOST_GRACE_MS)).toBe(false);
    const never = bob({ reachableAt: [], since: NOON });
    expect(isStaffed(familyLine, [never], NOON + LOST_GRACE_MS - 1)).toBe(true);
    expect(isStaffed(familyLine, [never], NOON + LOST_GRACE_MS)).toBe(false);
  });
});

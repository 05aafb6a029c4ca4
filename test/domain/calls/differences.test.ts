import { describe, expect, test } from 'vitest';
import type { LiveCall } from '../../../src/domain/calls/call.ts';
import { differences } from '../../../src/domain/calls/differences.ts';
import type { Found } from '../../../src/domain/calls/differences.ts';
import { aliceCalls, attempt, NOON } from '../../kit/people.ts';

const fine: Found = { caller: 'ours', agent: 'up', held: true, together: true };
const facts = aliceCalls();
const waiting: LiveCall = { ...facts, phase: 'waiting' };
const offered: LiveCall = { ...facts, phase: 'offered', attempt: attempt(), ringUntil: NOON };
const joining: LiveCall = {
  ...facts,
  phase: 'joining',
  attempt: attempt(),
  bridge: 'talk-try-1',
  joinUntil: NOON,
};
const talking: LiveCall = {
  ...facts,
  phase: 'talking',
  attempt: attempt(),
  bridge: 'talk-try-1',
  agentId: 'bob',
  answeredAt: NOON,
};
const lastResort: LiveCall = { ...facts, phase: 'lastResort', since: NOON, why: 'leaseLost' };
const refusing: LiveCall = { ...facts, phase: 'refusing', until: NOON };

function types(call: LiveCall, found: Partial<Found>): string[] {
  return differences(call, { ...fine, ...found }).map((event) => event.type);
}

describe('after a restart the switch is asked, and', () => {
  test.each([refusing, waiting, offered, joining, talking, lastResort])(
    'a caller who hung up meanwhile is noticed in $phase',
    (call) => {
      expect(types(call, { caller: 'gone' })).toEqual(['callerLeft']);
    },
  );

  test.each([refusing, waiting, offered, joining, talking])(
    'a caller whom the switch took back is noticed in $phase',
    (call) => {
      expect(types(call, { caller: 'elsewhere' })).toEqual(['handedBack']);
    },
  );

  test('a caller in the last resort is left there, or sent there again', () => {
    expect(types(lastResort, { caller: 'elsewhere' })).toEqual([]);
    expect(types(lastResort, {})).toEqual(['foundAstray']);
  });

  test('a waiting caller without music gets it back', () => {
    expect(types(waiting, {})).toEqual([]);
    expect(types(waiting, { held: false })).toEqual(['foundAstray']);
  });

  test('a ring goes on, was answered, or has ended', () => {
    expect(types(offered, { agent: 'ringing' })).toEqual([]);
    expect(types(offered, {})).toEqual(['agentAnswered']);
    expect(types(offered, { agent: 'gone', held: false })).toEqual(['foundAstray', 'agentGone']);
  });

  test('a join has happened, is asked for again, or lost its operator', () => {
    expect(types(joining, {})).toEqual(['joined']);
    expect(types(joining, { together: false })).toEqual(['foundAstray']);
    expect(types(joining, { agent: 'gone' })).toEqual(['agentGone']);
  });

  test('a talk goes on untouched, is put together again, or has lost its operator', () => {
    expect(types(talking, {})).toEqual([]);
    expect(types(talking, { together: false })).toEqual(['foundAstray']);
    expect(types(talking, { agent: 'gone' })).toEqual(['agentGone']);
  });

  test('a refusal is left to end by itself', () => {
    expect(types(refusing, {})).toEqual([]);
  });

  test('what the types forbid fails loudly', () => {
    expect(() => types({ ...waiting, phase: 'unheard' } as never, {})).toThrow('cannot happen');
    expect(() => types(offered, { agent: 'unheard' as never })).toThrow('cannot happen');
  });
});

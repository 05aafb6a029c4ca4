import type { Attempt, CallFacts } from '../../src/domain/calls/call.ts';
import type { Line } from '../../src/domain/lines/line.ts';
import type { Agent } from '../../src/domain/roster/agent.ts';
import { MINUTE } from '../../src/domain/shared/time.ts';

/** The moment at which every play begins. */
export const NOON = Date.UTC(2026, 0, 15, 12);

export const familyLine: Line = {
  id: 'tyumen',
  number: '88002007201',
  title: '8-800-200-72-01',
  name: 'Семейная диспетчерская',
  region: 'ТМН',
  ladder: [
    { skill: 'operator', afterMs: 0 },
    { skill: 'consultant', afterMs: MINUTE },
  ],
  priority: 1,
  maxWaitMs: 5 * MINUTE,
};

export const childLine: Line = { ...familyLine, id: 'child', number: '122', priority: 0 };

/** Facts of alice's call. */
export function aliceCalls(changes: Partial<CallFacts> = {}): CallFacts {
  return {
    id: 'opora-1.1',
    signalId: '00000000-0000-4000-8000-000000000001',
    signalNumber: 'ТМН-2026-000001',
    source: 'call',
    line: familyLine,
    caller: { kind: 'withheld' },
    arrivedAt: NOON,
    missedBy: [],
    keys: '',
    ...changes,
  };
}

/** Bob, an operator who has been free since before the play began. */
export function bob(changes: Partial<Agent> = {}): Agent {
  return {
    id: 'bob',
    name: 'Боб',
    skills: ['operator'],
    reachableAt: ['bob-web'],
    availability: 'available',
    since: NOON - MINUTE,
    ...changes,
  } as Agent;
}

export function attempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    id: 'try-1',
    agentId: 'bob',
    channel: 'agent-try-1',
    endpoint: 'bob-web',
    startedAt: NOON,
    ...changes,
  };
}

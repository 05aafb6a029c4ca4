import { describe, expect, test } from 'vitest';
import type { Call } from '../../../src/domain/calls/call.ts';
import type { CallEvent } from '../../../src/domain/calls/call-event.ts';
import type { FallbackRecord } from '../../../src/domain/calls/fallback-record.ts';
import { openCall, openFromRecord, openUnknownLine } from '../../../src/domain/calls/open.ts';
import { callDeadline, stepCall } from '../../../src/domain/calls/step.ts';
import { aliceCalls, attempt, familyLine, NOON } from '../../kit/people.ts';

const LATER = NOON + 7_000;
const bobsTry = attempt();

const record: FallbackRecord = {
  id: 'opora-1.1',
  dialled: familyLine.number,
  callerNumber: '',
  arrivedAt: NOON,
  endedAt: LATER,
  outcome: 'answered',
  answeredBy: 'duty-mobile',
  waitedMs: 3_000,
  talkedMs: 4_000,
};

const waiting: Call = { ...aliceCalls(), phase: 'waiting' };
const offered: Call = { ...aliceCalls(), phase: 'offered', attempt: bobsTry, ringUntil: LATER };
const joining: Call = {
  ...aliceCalls(),
  phase: 'joining',
  attempt: bobsTry,
  bridge: 'talk-try-1',
  joinUntil: LATER,
};
const talking: Call = {
  ...aliceCalls(),
  phase: 'talking',
  attempt: bobsTry,
  bridge: 'talk-try-1',
  agentId: 'bob',
  answeredAt: NOON + 2_000,
};
const lastResort: Call = { ...aliceCalls(), phase: 'lastResort', since: NOON, why: 'nobodyOnDuty' };
const refusing: Call = { ...aliceCalls(), phase: 'refusing', until: LATER };
const ended: Call = {
  ...aliceCalls(),
  phase: 'ended',
  endedAt: LATER,
  outcome: { kind: 'abandoned', during: 'waiting' },
  waitedMs: 7_000,
  talkedMs: 0,
};
const phases = { refusing, waiting, offered, joining, talking, lastResort, ended };

const events: readonly CallEvent[] = [
  {
    type: 'offered',
    attemptId: 'try-2',
    agentId: 'carol',
    channel: 'agent-try-2',
    endpoint: 'carol',
    ringUntil: LATER + 15_000,
  },
  { type: 'agentAnswered', attemptId: 'try-1', channel: 'agent-try-1' },
  { type: 'agentAnswered', attemptId: 'stale', channel: 'agent-stale' },
  { type: 'offerFailed', attemptId: 'try-1', reason: 'unreachable' },
  { type: 'offerFailed', attemptId: 'stale', reason: 'unreachable' },
  { type: 'joined', attemptId: 'try-1' },
  { type: 'joined', attemptId: 'stale' },
  { type: 'joinFailed', attemptId: 'try-1' },
  { type: 'joinFailed', attemptId: 'stale' },
  { type: 'agentGone', attemptId: 'try-1', cause: 16 },
  { type: 'agentGone', attemptId: 'try-1', cause: 21 },
  { type: 'agentGone', attemptId: 'try-1', cause: 20 },
  { type: 'agentGone', attemptId: 'stale', cause: 16 },
  { type: 'callerLeft' },
  { type: 'nobodyOnDuty' },
  { type: 'deadlinePassed' },
  { type: 'handedBack' },
  { type: 'foundAstray' },
  { type: 'keyPressed', key: '5' },
  { type: 'callerLeft', quality: { lossPercent: 1, jitterMs: 2, mos: 4 } },
  { type: 'refusalHeard' },
  { type: 'lastResortEnded', record },
];

function step(call: Call, event: CallEvent, now = LATER) {
  const { call: next, commands } = stepCall(call, event, now);
  return { next, commands, kinds: commands.map((command) => command.type) };
}

function holdsAgent(call: Call, agentId: string): boolean {
  return 'attempt' in call && call.attempt.agentId === agentId;
}

describe('every phase × every event', () => {
  for (const [name, call] of Object.entries(phases)) {
    for (const event of events) {
      const mark = 'attemptId' in event ? ` of ${event.attemptId}` : '';
      for (const now of [NOON, LATER + 10 * 60_000]) {
        const when = now === NOON ? 'in time' : 'late';
        test(`${name}: ${event.type}${mark}, ${when}, leaves nobody held and nobody alone`, () => {
          const { next, commands } = step(call, event, now);
          // An operator held before, or reserved by this event, and not held after, is released.
          const reserved = event.type === 'offered' ? [event.agentId] : [];
          for (const agentId of ['bob', ...reserved]) {
            const before = holdsAgent(call, agentId) || reserved.includes(agentId);
            if (!before || holdsAgent(next, agentId)) continue;
            expect(commands).toContainEqual(
              expect.objectContaining({ type: 'releaseAgent', agentId }),
            );
          }
          // A leg that is left behind is ended, unless the event says that it is gone.
          if (holdsAgent(call, 'bob') && !holdsAgent(next, 'bob')) {
            expect(commands).toContainEqual({ type: 'hangUp', channel: 'agent-try-1' });
          }
          // An ended call never lives again, and keeps its one outcome.
          if (call.phase === 'ended') {
            expect(next.phase).toBe('ended');
            expect(next).toMatchObject({ outcome: ended.outcome });
          }
          // What the caller has told us is never lost.
          expect(next).toMatchObject({ id: call.id, signalId: call.signalId, arrivedAt: NOON });
        });
      }
    }
  }
});

describe('a call that goes well', () => {
  test('a caller of a known line is welcomed and waits', () => {
    const { call, commands } = openCall(aliceCalls());
    expect(call.phase).toBe('waiting');
    expect(commands).toEqual([{ type: 'welcome', channel: 'opora-1.1' }]);
    expect(callDeadline(call)).toBe(NOON + familyLine.maxWaitMs);
  });

  test('the reserved operator is rung, answers, and both are brought together', () => {
    const ring = step(waiting, {
      type: 'offered',
      attemptId: 'try-1',
      agentId: 'bob',
      channel: 'agent-try-1',
      endpoint: 'bob-web',
      ringUntil: LATER,
    });
    expect(ring.next.phase).toBe('offered');
    expect(ring.kinds).toEqual(['ringAgent']);
    const answer = step(ring.next, {
      type: 'agentAnswered',
      attemptId: 'try-1',
      channel: 'agent-try-1',
    });
    expect(answer.next.phase).toBe('joining');
    expect(answer.kinds).toEqual(['join', 'agentTalks']);
    const talk = step(answer.next, { type: 'joined', attemptId: 'try-1' });
    expect(talk.next).toMatchObject({ phase: 'talking', agentId: 'bob', answeredAt: LATER });
  });

  test('when the caller hangs up, the operator is freed for wrap-up and the times are kept', () => {
    const { next, kinds, commands } = step(talking, { type: 'callerLeft' });
    expect(next).toMatchObject({
      phase: 'ended',
      outcome: { kind: 'answered', by: 'bob' },
      waitedMs: 2_000,
      talkedMs: 5_000,
    });
    expect(kinds).toEqual(['hangUp', 'closeBridge', 'releaseAgent']);
    expect(commands).toContainEqual(expect.objectContaining({ after: 'talk' }));
  });

  test('when the operator hangs up, the caller is let go too', () => {
    const { commands } = step(talking, { type: 'agentGone', attemptId: 'try-1', cause: 16 });
    expect(commands).toContainEqual({ type: 'hangUp', channel: 'opora-1.1' });
  });
});

describe('what a call survives', () => {
  test('a late answer: the operator picks up after the caller left, and their leg is ended', () => {
    const late = { type: 'agentAnswered', attemptId: 'try-1', channel: 'agent-try-1' } as const;
    expect(step(ended, late).commands).toEqual([{ type: 'hangUp', channel: 'agent-try-1' }]);
    expect(step(waiting, late).commands).toEqual([{ type: 'hangUp', channel: 'agent-try-1' }]);
  });

  test('a stale failure of an earlier ring releases nobody else', () => {
    const stale = { type: 'offerFailed', attemptId: 'stale', reason: 'noAnswer' } as const;
    expect(step(offered, stale)).toEqual({ next: offered, commands: [], kinds: [] });
  });

  test('a doubled answer changes nothing', () => {
    const again = { type: 'agentAnswered', attemptId: 'try-1', channel: 'agent-try-1' } as const;
    expect(step(joining, again).commands).toEqual([]);
    expect(step(talking, again).commands).toEqual([]);
  });

  test('a ring that nobody answers ends in the queue, at the same place, and is remembered', () => {
    const { next, commands } = step(offered, { type: 'deadlinePassed' });
    expect(next).toMatchObject({ phase: 'waiting', arrivedAt: NOON });
    expect(next.missedBy).toEqual([{ agentId: 'bob', at: LATER, reason: 'noAnswer' }]);
    expect(commands).toContainEqual(expect.objectContaining({ after: 'missed' }));
  });

  test.each([
    [21, 'declined'],
    [17, 'declined'],
    [20, 'unreachable'],
    [19, 'noAnswer'],
  ])('a phone that ends the ring with cause %i counts as %s', (cause, reason) => {
    const { next } = step(offered, { type: 'agentGone', attemptId: 'try-1', cause });
    expect(next.missedBy[0]?.reason).toBe(reason);
  });

  test('a caller who leaves while a phone rings costs the operator no turn', () => {
    const { next, commands } = step(offered, { type: 'callerLeft' });
    expect(next).toMatchObject({ outcome: { kind: 'abandoned', during: 'ringing' } });
    expect(commands).toContainEqual(expect.objectContaining({ after: 'ring' }));
  });

  test('a join that comes to nothing returns the caller to the music', () => {
    const { next, kinds } = step(joining, { type: 'joinFailed', attemptId: 'try-1' });
    expect(next.phase).toBe('waiting');
    expect(kinds).toEqual(['hold', 'hangUp', 'closeBridge', 'releaseAgent']);
  });

  test('a caller who left at the moment of the answer was not answered', () => {
    const { next } = step(joining, { type: 'callerLeft' });
    expect(next).toMatchObject({ outcome: { kind: 'abandoned', during: 'joining' } });
  });
});

describe('when nobody can answer', () => {
  test('an empty rota sends the caller to the last resort at once', () => {
    const { next, kinds } = step(waiting, { type: 'nobodyOnDuty' });
    expect(next).toMatchObject({ phase: 'lastResort', why: 'nobodyOnDuty' });
    expect(kinds).toEqual(['handToLastResort']);
  });

  test('a caller who has waited for the line’s cap goes to the last resort', () => {
    const cap = NOON + familyLine.maxWaitMs;
    expect(step(waiting, { type: 'deadlinePassed' }, cap - 1).next.phase).toBe('waiting');
    expect(step(waiting, { type: 'deadlinePassed' }, cap).next).toMatchObject({
      phase: 'lastResort',
      why: 'waitedTooLong',
    });
  });

  test('the switch’s own record says how the last resort ended', () => {
    const { next } = step(lastResort, { type: 'lastResortEnded', record });
    expect(next).toMatchObject({
      phase: 'ended',
      outcome: { kind: 'answered', by: 'duty-mobile' },
      answeredAt: LATER - 4_000,
    });
  });

  test.each([
    [
      { outcome: 'voicemail', recording: 'vm-1.wav' },
      { kind: 'voicemail', recording: 'vm-1.wav' },
    ],
    [{ outcome: 'abandoned' }, { kind: 'abandoned', during: 'lastResort' }],
  ] as const)('a call handled wholly without us is told by its record: %o', (part, outcome) => {
    const { answeredBy: _, ...rest } = record;
    const call = openFromRecord(aliceCalls(), { ...rest, ...part });
    expect(call).toMatchObject({ phase: 'ended', source: 'fallback', outcome });
  });

  test('a record without names still ends the call', () => {
    const { answeredBy: _, ...unnamed } = record;
    expect(openFromRecord(aliceCalls(), unnamed).outcome).toMatchObject({ by: 'unknown' });
    const voicemail = openFromRecord(aliceCalls(), { ...unnamed, outcome: 'voicemail' });
    expect(voicemail.outcome).toMatchObject({ recording: '' });
  });
});

describe('a number that is no line of ours', () => {
  test('is refused politely, then the call is closed with that reason', () => {
    const { call, commands } = openUnknownLine(aliceCalls(), NOON);
    expect(commands).toEqual([{ type: 'refuse', channel: 'opora-1.1' }]);
    const { next, kinds } = step(call, { type: 'refusalHeard' });
    expect(next).toMatchObject({ outcome: { kind: 'closed', reason: 'unknownLine' } });
    expect(kinds).toEqual(['hangUp']);
  });

  test('closes by itself when the prompt never ends', () => {
    expect(callDeadline(refusing)).toBe(LATER);
    expect(step(refusing, { type: 'deadlinePassed' }).kinds).toEqual(['hangUp']);
  });
});

describe('what the types forbid', () => {
  test.each(Object.entries(phases).filter(([name]) => name !== 'ended'))(
    'an event that nobody knows fails loudly in %s, instead of being lost',
    (_, call) => {
      expect(() => stepCall(call, { type: 'unheard' } as never, NOON)).toThrow('cannot happen');
    },
  );

  test('so does a phase that nobody knows', () => {
    const call = { ...aliceCalls(), phase: 'unheard' } as never;
    expect(() => stepCall(call, { type: 'callerLeft' }, NOON)).toThrow('cannot happen');
    expect(() => callDeadline(call)).toThrow('cannot happen');
  });
});

describe('when a deadline is due', () => {
  test('in every phase: the end of the refusal, the wait, the ring, the join, or never', () => {
    const due = Object.entries(phases).map(([name, call]) => [name, callDeadline(call)]);
    expect(Object.fromEntries(due)).toEqual({
      refusing: LATER,
      waiting: NOON + familyLine.maxWaitMs,
      offered: LATER,
      joining: LATER,
      talking: undefined,
      lastResort: undefined,
      ended: undefined,
    });
  });
});

test('how the first leg to end sounded stays with the call', () => {
  const quality = { lossPercent: 1, jitterMs: 2, mos: 4 };
  const bobLeft = { type: 'agentGone', attemptId: 'try-1', cause: 16, quality } as const;
  expect(step(talking, bobLeft).next).toMatchObject({ phase: 'ended', quality });
  expect(step(talking, { type: 'callerLeft', quality }).next).toMatchObject({ quality });
});

describe('keys', () => {
  test('what the caller pressed is kept, a flood of it is not', () => {
    let call: Call = waiting;
    for (let count = 0; count < 200; count += 1) {
      call = step(call, { type: 'keyPressed', key: '1' }).next;
    }
    expect(call.keys).toBe('1'.repeat(64));
  });
});

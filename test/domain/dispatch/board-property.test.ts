import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEngaged } from '../../../src/domain/dispatch/brigade.ts';
import { isLive } from '../../../src/domain/dispatch/incident.ts';
import type { BoardEvent } from '../../../src/domain/dispatch/board.ts';
import { available, Play } from './board-kit.ts';

const INCIDENTS = ['i1', 'i2', 'i3', 'i4'];
const BRIGADES = ['tyumen', 'yalutorovsk', 'tobolsk', 'volgograd'];

type Move = (play: Play) => void;

const incidentId = fc.constantFrom(...INCIDENTS);
const brigadeId = fc.constantFrom(...BRIGADES);
const happens = (event: BoardEvent): Move => {
  return (play) => play.happen(event);
};

const move: fc.Arbitrary<Move> = fc.oneof(
  fc
    .record({ incidentId, municipality: brigadeId, priority: fc.nat(2) })
    .map(({ incidentId, municipality, priority }): Move => (play) => {
      if (!play.board.incidents.has(incidentId)) play.create(incidentId, municipality, priority);
    }),
  // A word with the present assignment, or with a stale one.
  fc
    .record({
      incidentId,
      type: fc.constantFrom('accepted', 'declined', 'left', 'arrived', 'finished'),
      stale: fc.boolean(),
      old: fc.nat(9),
    })
    .map(({ incidentId, type, stale, old }): Move => (play) => {
      play.says(incidentId, type, stale ? `assignment-${String(old)}` : undefined);
    }),
  fc
    .record({ kind: fc.constantFrom('warn', 'late'), subject: incidentId })
    .map((deadline) => happens({ type: 'deadlinePassed', ...deadline })),
  incidentId.map((incidentId): Move => (play) => {
    play.happen({
      type: 'deadlinePassed',
      kind: 'acceptBy',
      subject: play.assignmentOf(incidentId),
    });
  }),
  brigadeId.map((subject) => happens({ type: 'deadlinePassed', kind: 'clearBy', subject })),
  incidentId.map((incidentId) =>
    happens({
      type: 'incident',
      incidentId,
      event: { type: 'cancelled', reason: 'проверка', by: 'u' },
    }),
  ),
  fc
    .record({ brigadeId, type: fc.constantFrom('putInService', 'takenOutOfService') })
    .map(({ brigadeId, type }) => happens({ type: 'brigade', brigadeId, event: { type } })),
  fc.nat(5 * 60_000).map((ms): Move => (play) => {
    play.now += ms;
  }),
);

/** What the written commands leave pending, checked for sense as they are replayed. */
function replay(play: Play): { open: Map<string, string>; deadlines: Set<string> } {
  const open = new Map<string, string>();
  const ended = new Set<string>();
  const deadlines = new Set<string>();
  for (const command of play.commands) {
    switch (command.type) {
      case 'openAssignment':
        expect([...open.values()]).not.toContain(command.assignment.brigadeId);
        open.set(command.assignment.id, command.assignment.brigadeId);
        break;
      case 'acceptAssignment':
        expect(open.has(command.assignmentId)).toBe(true);
        break;
      case 'endAssignment':
        expect(ended.has(command.assignmentId)).toBe(false);
        expect(open.delete(command.assignmentId)).toBe(true);
        ended.add(command.assignmentId);
        break;
      case 'setDeadline':
        deadlines.add(`${command.deadline.kind} ${command.deadline.subject}`);
        break;
      case 'dropDeadline':
        deadlines.delete(`${command.kind} ${command.subject}`);
        break;
    }
  }
  return { open, deadlines };
}

function checkBoard(play: Play): void {
  const { open, deadlines } = replay(play);
  const expectedDeadlines = new Set<string>();
  const serving = new Set<string>();
  const liveAssignments = new Set<string>();
  for (const incident of play.board.incidents.values()) {
    if (!isLive(incident)) continue;
    if (
      incident.phase === 'queued' ||
      incident.phase === 'offered' ||
      incident.phase === 'accepted'
    ) {
      expectedDeadlines.add(`warn ${incident.id}`).add(`late ${incident.id}`);
    }
    if (incident.phase === 'offered') expectedDeadlines.add(`acceptBy ${incident.assignmentId}`);
    if (incident.phase === 'queued') continue;
    expect(serving.has(incident.brigadeId)).toBe(false);
    serving.add(incident.brigadeId);
    liveAssignments.add(incident.assignmentId);
    expect(play.board.brigades.get(incident.brigadeId)).toMatchObject({
      incidentId: incident.id,
      state:
        incident.phase === 'enRoute' || incident.phase === 'onScene' ? incident.phase : 'assigned',
    });
  }
  for (const brigade of play.board.brigades.values()) {
    expect(isEngaged(brigade)).toBe(serving.has(brigade.id));
    if (brigade.state === 'clearing') expectedDeadlines.add(`clearBy ${brigade.id}`);
  }
  expect(new Set(open.keys())).toEqual(liveAssignments);
  expect(deadlines).toEqual(expectedDeadlines);
}

describe('the dispatch board, whatever happens in whatever order', () => {
  it('keeps incidents, brigades, assignments and deadlines in agreement', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
        const play = new Play(BRIGADES.map(available));
        for (const happen of moves) {
          happen(play);
          checkBoard(play);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never lets an incident wait while a brigade of its region is free', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
        const play = new Play(BRIGADES.map(available));
        for (const happen of moves) {
          happen(play);
          const free = [...play.board.brigades.values()].filter((b) => b.state === 'available');
          for (const incident of play.board.incidents.values()) {
            if (incident.phase !== 'queued') continue;
            const region = (code: string): boolean => code === 'volgograd';
            const could = free.filter(
              (b) => region(b.municipality) === region(incident.municipality),
            );
            expect(could).toEqual([]);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

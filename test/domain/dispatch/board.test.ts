import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/domain/shared/time.ts';
import { available, Play, rules } from './board-kit.ts';

describe('an emergency', () => {
  it("is offered to its own municipality's brigade and follows it to the end", () => {
    const play = new Play([available('tobolsk'), available('tyumen')]).create('i', 'tyumen');
    expect(play.incident('i')).toMatchObject({
      phase: 'offered',
      brigadeId: 'tyumen',
      acceptBy: MINUTE,
    });
    expect(play.brigade('tyumen')).toMatchObject({ state: 'assigned', incidentId: 'i' });
    play.now = 10;
    play.says('i', 'accepted').says('i', 'left');
    expect(play.brigade('tyumen')).toMatchObject({ state: 'enRoute', since: 10 });
    play.says('i', 'arrived').says('i', 'finished');
    expect(play.incident('i')).toMatchObject({ phase: 'finished', clock: 'ok', finishedAt: 10 });
    expect(play.brigade('tyumen')).toMatchObject({
      state: 'clearing',
      clearBy: 10 + rules.clearMs,
    });
    play.happen({ type: 'deadlinePassed', kind: 'clearBy', subject: 'tyumen' });
    expect(play.brigade('tyumen')).toMatchObject({ state: 'available' });
  });

  it('goes to the nearest available neighbour when its own car is out, never to another region', () => {
    const play = new Play([available('volgograd'), available('tobolsk'), available('yalutorovsk')]);
    play.create('near', 'tyumen').create('far', 'tyumen').create('none', 'tyumen');
    expect(play.incident('near')).toMatchObject({ brigadeId: 'yalutorovsk' });
    expect(play.incident('far')).toMatchObject({ brigadeId: 'tobolsk' });
    expect(play.incident('none')).toMatchObject({ phase: 'queued' });
  });

  it('goes to the next brigade after a minute of silence, and asks nobody twice in a round', () => {
    const play = new Play([available('tyumen'), available('yalutorovsk')]).create('i', 'tyumen');
    const silence = (): Play =>
      play.happen({ type: 'deadlinePassed', kind: 'acceptBy', subject: play.assignmentOf('i') });
    silence();
    expect(play.incident('i')).toMatchObject({ brigadeId: 'yalutorovsk', refusedBy: ['tyumen'] });
    expect(play.brigade('tyumen')).toMatchObject({ state: 'available' });
    silence();
    expect(play.incident('i')).toMatchObject({ brigadeId: 'tyumen', asked: [] });
    silence();
    expect(play.incident('i')).toMatchObject({
      brigadeId: 'yalutorovsk',
      refusedBy: ['tyumen', 'yalutorovsk', 'tyumen'],
      asked: ['tyumen'],
    });
  });

  it('waits when every car is out, and the most dangerous and oldest goes first', () => {
    const play = new Play([available('tyumen')]).create('served', 'tyumen');
    play.create('old', 'tyumen').create('older', 'tobolsk', 1).create('child', 'tyumen', 0);
    play.says('served', 'accepted').says('served', 'left').says('served', 'arrived');
    play.says('served', 'finished');
    expect(play.incident('child')).toMatchObject({ phase: 'queued' });
    play.happen({ type: 'brigade', brigadeId: 'tyumen', event: { type: 'putInService' } });
    expect(play.incident('child')).toMatchObject({ phase: 'offered' });
    expect(play.incident('old')).toMatchObject({ phase: 'queued' });
  });

  it('warns at 15 minutes, is late at 20, and freezes when the brigade leaves', () => {
    const play = new Play([available('tyumen')]).create('i', 'tyumen').says('i', 'accepted');
    expect(play.incident('i')).toMatchObject({ warnAt: 15 * MINUTE, leaveBy: 20 * MINUTE });
    play.happen({ type: 'deadlinePassed', kind: 'warn', subject: 'i' });
    expect(play.incident('i')).toMatchObject({ clock: 'warned' });
    play.now = 19 * MINUTE;
    play.says('i', 'left').happen({ type: 'deadlinePassed', kind: 'late', subject: 'i' });
    expect(play.incident('i')).toMatchObject({ clock: 'warned', leftAt: 19 * MINUTE });
  });

  it('is late when the brigade left late, even before the tick has said so', () => {
    const play = new Play([available('tyumen')]).create('i', 'tyumen').says('i', 'accepted');
    play.now = 20 * MINUTE;
    expect(play.says('i', 'left').incident('i')).toMatchObject({ clock: 'late' });
  });

  it('can be called off at any time: the brigade on the road comes back', () => {
    const play = new Play([available('tyumen'), available('tobolsk')]);
    play.create('road', 'tyumen').says('road', 'accepted').says('road', 'left');
    play.create('asked', 'tobolsk');
    for (const incidentId of ['road', 'asked']) {
      play.happen({
        type: 'incident',
        incidentId,
        event: { type: 'cancelled', reason: 'ошибка', by: 'u' },
      });
    }
    expect(play.incident('road')).toMatchObject({
      phase: 'cancelled',
      leftAt: 0,
      reason: 'ошибка',
    });
    expect(play.brigade('tyumen')).toMatchObject({ state: 'clearing' });
    expect(play.incident('asked')).not.toHaveProperty('acceptBy');
    expect(play.brigade('tobolsk')).toMatchObject({ state: 'available' });
  });

  it('goes to another brigade when the one that accepted finds that it cannot go', () => {
    const play = new Play([available('tyumen'), available('tobolsk')]).create('i', 'tyumen');
    play.says('i', 'accepted').says('i', 'declined');
    expect(play.incident('i')).toMatchObject({ phase: 'offered', brigadeId: 'tobolsk' });
    expect(play.incident('i')).not.toHaveProperty('acceptedAt');
  });

  it('is passed on at once when the brigade that is asked signs off', () => {
    const play = new Play([available('tyumen'), available('tobolsk')]).create('i', 'tyumen');
    play.happen({ type: 'brigade', brigadeId: 'tyumen', event: { type: 'takenOutOfService' } });
    expect(play.brigade('tyumen')).toMatchObject({ state: 'outOfService' });
    expect(play.incident('i')).toMatchObject({ phase: 'offered', brigadeId: 'tobolsk' });
  });
});

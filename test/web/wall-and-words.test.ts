import { describe, expect, it } from 'vitest';
import { clockText, countdownText, sinceMs, untilMs } from '../../src/web/clock/duration.ts';
import { problemFrom, isPassing } from '../../src/web/api/problem-error.ts';
import { en } from '../../src/web/i18n/en.ts';
import { ru } from '../../src/web/i18n/ru.ts';
import { levelOf } from '../../src/web/phone/sound-level.ts';
import { homeOf, pagesOf } from '../../src/web/shell/pages-of.ts';
import { readWallRows } from '../../src/web/wall/read-wall-rows.ts';
import { waitLevel } from '../../src/web/wall/wait-level.ts';

const at = (second: number) => new Date(second * 1_000).toISOString();

describe('the wall', () => {
  const call = (callId: string, phase: string, second: number) => ({
    callId,
    line: 'l',
    lineTitle: '799004',
    phase,
    arrivedAt: at(second),
  });

  it('puts the longest wait first and does not count a talk as a wait', () => {
    const wall = readWallRows({
      'waiting/b': call('b', 'waiting', 5),
      'waiting/a': call('a', 'talking', 1),
      'waiting/c': call('c', 'offered', 3),
    });
    expect(wall.waiting.map(({ callId }) => callId)).toEqual(['c', 'b']);
    expect(wall.talking.map(({ callId }) => callId)).toEqual(['a']);
    expect(wall.outdated).toBe(false);
  });

  it('shows those on duty, busy first, and drops nothing silently', () => {
    const agent = (id: string, availability: string) => ({
      id,
      name: id,
      skills: ['operator'],
      availability,
      since: at(0),
      reachable: true,
    });
    const wall = readWallRows({
      'agent/1': agent('free', 'available'),
      'agent/2': agent('home', 'offDuty'),
      'agent/3': agent('busy', 'talking'),
      'agent/4': { id: 'broken' },
    });
    expect(wall.agents.map(({ id }) => id)).toEqual(['busy', 'free']);
    expect(wall.outdated).toBe(true);
  });

  it('colours a wait by the norm', () => {
    const norm = { share: 0.98, withinMs: 20_000 };
    expect(waitLevel(10_000, norm)).toBe('ok');
    expect(waitLevel(10_001, norm)).toBe('warned');
    expect(waitLevel(20_001, norm)).toBe('late');
  });
});

describe('clocks', () => {
  it('read minutes and seconds, and never less than nothing', () => {
    expect(clockText(65_900)).toBe('1:05');
    expect(clockText(3_905_000)).toBe('1:05:05');
    expect(clockText(-5)).toBe('0:00');
    expect(countdownText(59_001)).toBe('1:00');
    expect(countdownText(0)).toBe('0:00');
  });

  it('count from a moment of the record, and read nothing from nonsense', () => {
    expect(sinceMs(at(10), 12_000)).toBe(2_000);
    expect(untilMs(at(10), 8_000)).toBe(2_000);
    expect(sinceMs('soon', 1)).toBe(0);
    expect(sinceMs(undefined, 1)).toBe(0);
  });
});

describe('the level of what is heard', () => {
  it('is 0 in silence, 100 at full scale, and between them otherwise', () => {
    expect(levelOf([0, 0])).toBe(0);
    expect(levelOf([])).toBe(0);
    expect(levelOf([1, -1])).toBe(100);
    expect(levelOf([0.1, -0.1])).toBe(67);
    expect(levelOf([0.0001, 0])).toBe(0);
  });
});

describe('a refusal', () => {
  it('keeps the service’s code and details', () => {
    const body = { code: 'card-changed-meanwhile', message: 'm', details: { version: 3 } };
    expect(problemFrom(409, body)).toMatchObject({ code: body.code, status: 409 });
  });

  it('is named by its status when a proxy answered instead', () => {
    expect(problemFrom(503, undefined).code).toBe('record-away');
    expect(problemFrom(401, '<html>').code).toBe('sign-in-first');
    expect(problemFrom(500, undefined).code).toBe('internal');
  });

  it('is tried again only when it may pass', () => {
    expect(isPassing(problemFrom(503, undefined))).toBe(true);
    expect(isPassing(problemFrom(409, undefined))).toBe(false);
    expect(isPassing(new Error('ours'))).toBe(false);
  });
});

describe('pages and words', () => {
  it('lead each role to its work', () => {
    expect(homeOf('operator')).toBe('/desk');
    expect(homeOf('brigade')).toBe('/brigade');
    expect(homeOf('supervisor')).toBe('/wall');
    expect(pagesOf('brigade', true)).toEqual(['brigade']);
    expect(pagesOf(undefined, false)).toEqual([]);
  });

  it('say everything in both languages, with the same blanks to fill', () => {
    const blanks = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();
    const compare = (russian: object, english: object) => {
      expect(Object.keys(english)).toEqual(Object.keys(russian));
      for (const [key, text] of Object.entries(russian) as [keyof typeof english, unknown][]) {
        const other: unknown = english[key];
        if (typeof text === 'string') {
          expect(text).not.toBe('');
          expect(blanks(String(other))).toEqual(blanks(text));
        } else compare(text as object, other as object);
      }
    };
    compare(ru, en);
  });
});

import { expect, test } from 'vitest';
import { maskNumber, normaliseNumber } from '../../../src/domain/callers/caller.ts';

test.each([
  ['89990000101', '79990000101'],
  ['+7 999 000-01-01', '79990000101'],
  ['79990000101', '79990000101'],
  ['544444', '544444'],
  ['112', '112'],
])('%s is recognised as %s however it is written', (raw, digits) => {
  expect(normaliseNumber(raw)).toBe(digits);
});

test.each(['', 'anonymous', '12', '1234567890123456'])('%j is no number', (raw) => {
  expect(normaliseNumber(raw)).toBeUndefined();
});

test('a screen shows the last two digits only', () => {
  expect(maskNumber('79990000101')).toBe('··· 01');
});

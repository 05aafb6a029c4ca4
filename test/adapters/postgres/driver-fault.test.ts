import { expect, test } from 'vitest';
import { isDriverFault } from '../../../src/adapters/postgres/driver-fault.ts';

function thrownIn(place: string, error: Error = new TypeError('reading write')): Error {
  error.stack = `${error.name}: ${error.message}\n    at ${place}\n    at process.processImmediate`;
  return error;
}

test('a write of the driver to a connection that has gone is known for what it is', () => {
  const place = 'nextWrite (file:///opt/opora/node_modules/postgres/src/connection.js:255:22)';
  expect(isDriverFault(thrownIn(place))).toBe(true);
});

test.each([
  thrownIn('Desk.arrived (file:///opt/opora/src/app/calls/desk.ts:10:1)'),
  thrownIn('x (file:///opt/opora/node_modules/postgres/src/connection.js:1:1)', new Error('other')),
  'a text',
])('a mistake of ours still ends the service: %s', (error) => {
  expect(isDriverFault(error)).toBe(false);
});

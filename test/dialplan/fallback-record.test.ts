import { expect, test } from 'vitest';
import { renderAgentEndpoints } from '../../src/adapters/asterisk/agent-endpoints.ts';
import { parseFallbackRecord } from '../../src/adapters/asterisk/fallback-record.ts';

const KEY = '/opora-fallback/opora-1795454321.4';

test('a completed record tells the whole call', () => {
  const value =
    '88002007201|+79220000001|1795454321000|no-beat|answered|agent-101-web|9000|60000||1795454390000';
  expect(parseFallbackRecord(KEY, value)).toEqual({
    open: false,
    reason: 'no-beat',
    record: {
      id: 'opora-1795454321.4',
      dialled: '88002007201',
      callerNumber: '+79220000001',
      arrivedAt: 1_795_454_321_000,
      endedAt: 1_795_454_390_000,
      outcome: 'answered',
      answeredBy: 'agent-101-web',
      waitedMs: 9000,
      talkedMs: 60_000,
    },
  });
});

test('a voicemail of a withheld number names its recording', () => {
  const value = '112||1795454321000|handed-back|voicemail||9000|0|opora-voicemail/x.4|1795454390000';
  const parsed = parseFallbackRecord('opora-1795454321.4', value);
  expect(parsed?.record).toMatchObject({ callerNumber: '', recording: 'opora-voicemail/x.4' });
  expect(parsed?.record).not.toHaveProperty('answeredBy');
});

test('a record that nobody completed is open, and abandoned if its call is gone', () => {
  const parsed = parseFallbackRecord(KEY, '112|+7|1795454321000|refused|open||0|0||0');
  expect(parsed).toMatchObject({
    open: true,
    record: { outcome: 'abandoned', endedAt: 1_795_454_321_000 },
  });
});

test('a clock that was set back does not make a negative wait', () => {
  const value = '112|+7|1795454321000|refused|abandoned||-5|0||1795454320995';
  expect(parseFallbackRecord(KEY, value)?.record.waitedMs).toBe(0);
});

test.each([
  [KEY, ''],
  [KEY, '112|+7|x|refused|open||0|0||0'],
  [KEY, '112|+7|1|refused|eaten||0|0||0'],
  [KEY, '112|+7|1|whim|open||0|0||0'],
  ['/other/../key', '112|+7|1|refused|open||0|0||0'],
])('a damaged entry %s = %s is no record', (key, value) => {
  expect(parseFallbackRecord(key, value)).toBeNull();
});

test('an agent gets a SIP phone and a browser phone with one password', () => {
  const file = renderAgentEndpoints([{ id: 'a1', sipUser: 'agent-101', sipPassword: 'secret-1' }]);
  expect(file).toMatch(/^; Generated, do not edit/);
  expect(file).toContain('[agent-101](agent-phone)\nauth = agent-101\naors = agent-101\n');
  expect(file).toContain('[agent-101-web](agent-browser)\n');
  expect(file.match(/^password = secret-1$/gm)).toHaveLength(2);
});

test.each([
  { id: 'a\n[x]', sipUser: 'agent-1', sipPassword: 'p' },
  { id: 'a', sipUser: 'agent 1', sipPassword: 'p' },
  { id: 'a', sipUser: 'agent-1', sipPassword: 'p;x' },
  { id: 'a', sipUser: '', sipPassword: 'p' },
])('an account with a foreign sign is refused: %j', (account) => {
  expect(() => renderAgentEndpoints([account])).toThrow(
    expect.objectContaining({ code: 'bad-phone-account' }),
  );
});

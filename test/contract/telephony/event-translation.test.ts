import { beforeEach, expect, test } from 'vitest';
import type { AriChannel, AriMessage } from '../../../src/adapters/asterisk/ari-message.ts';
import { callerIdOf } from '../../../src/adapters/asterisk/caller-id.ts';
import { meanOpinionScore, qualityFrom } from '../../../src/adapters/asterisk/call-quality.ts';
import { EventTranslation } from '../../../src/adapters/asterisk/event-translation.ts';
import { takesSocketCommands } from '../../../src/adapters/asterisk/switch-version.ts';
import type { TelephonyEvent } from '../../../src/ports/telephony.ts';
import { collectLog } from './collect-log.ts';

let told: TelephonyEvent[];
let translation: EventTranslation;
beforeEach(() => {
  told = [];
  translation = new EventTranslation({
    emit: (event) => told.push(event),
    ourTime: () => 0,
    log: collectLog(),
  });
});

const channel: AriChannel = {
  id: 'c1',
  name: 'PJSIP/trunk-1',
  state: 'Up',
  caller: { name: '', number: '' },
  dialplan: { exten: 's', app_name: 'Stasis', app_data: 'opora,arrive,112' },
  creationtime: '2026-01-01T00:00:00.000+0000',
};
const say = (type: string, more: Partial<AriMessage> = {}): void => {
  translation.translate({ type, channel, ...more });
};
const types = (): string[] => told.map(({ type }) => type);

test('an end that is said in several ways is told once', () => {
  say('StasisStart', { args: ['arrive', '112'] });
  say('ChannelHangupRequest', { cause: 16 });
  say('StasisEnd');
  say('ChannelDestroyed', { cause: 16 });
  expect(types()).toEqual(['arrived', 'channelGone']);
});

test('a channel that leaves without a hang-up lives on in the dialplan', () => {
  say('StasisStart', { args: ['arrive', '112'] });
  say('StasisEnd');
  say('ChannelDestroyed', { cause: 16 });
  expect(types()).toEqual(['arrived', 'channelLeft']);
});

test('a flag of Asterisk is not taken for a cause', () => {
  say('StasisStart', { args: ['arrive', '112'] });
  say('ChannelHangupRequest', { cause: 32, soft: true });
  say('StasisEnd');
  expect(told.at(-1)).toMatchObject({ type: 'channelGone', cause: 16 });
});

test('a ring that is under way while a snapshot is taken is not forgotten', () => {
  const before = translation.existing();
  translation.expect('c1');
  translation.adopt([], before);
  say('ChannelDestroyed', { cause: 17 });
  expect(told).toEqual([{ type: 'channelGone', channel: 'c1', cause: 17 }]);
});

test('a channel that ended while nobody listened is forgotten, and a found one is known', () => {
  say('StasisStart', { args: ['arrive', '112'] });
  translation.adopt(['c2'], translation.existing());
  say('StasisEnd');
  say('ChannelHangupRequest', { channel: { ...channel, id: 'c2' }, cause: 16 });
  say('StasisEnd', { channel: { ...channel, id: 'c2' } });
  expect(types()).toEqual(['arrived', 'channelGone']);
});

test('what a newer switch says, and what lacks its parts, changes nothing', () => {
  for (const type of ['SomethingNew', 'StasisStart', 'StasisEnd', 'PlaybackFinished']) {
    translation.translate({ type });
  }
  say('StasisStart', { args: ['stranger'] });
  expect(told).toEqual([]);
});

test('a name cannot end its own quotes', () => {
  expect(callerIdOf('a"b<c>\\d\n\u202ee', '8<800>"1')).toBe('"a b c d e" <88001>');
});

test('quality is counted from what was received, and nothing received is no quality', () => {
  const qos =
    'ssrc=1;themssrc=2;lp=10;rxjitter=0.004;rxcount=990;txjitter=0;txcount=5;rlp=0;rtt=0.02;';
  const quality = qualityFrom(qos);
  expect(quality).toMatchObject({ lossPercent: 1, jitterMs: 4 });
  expect(quality?.mos).toBeGreaterThan(4.2);
  expect(qualityFrom('ssrc=1;lp=0;rxjitter=0;rxcount=0;')).toBeUndefined();
  expect(meanOpinionScore(0, 0, 0)).toBeCloseTo(4.4, 1);
  expect(meanOpinionScore(40, 0, 0)).toBeLessThan(1.5);
});

test.each([
  ['18.26.4', false],
  ['20.13.0', false],
  ['20.14.0', true],
  ['21.8.1', false],
  ['22.3.0', true],
  ['22.10.1+dfsg+~cs6.17-1', true],
  ['23.0.0', true],
  ['', false],
])('the version %s takes commands over the socket: %s', (version, takes) => {
  expect(takesSocketCommands(version)).toBe(takes);
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SipCall, SipPhone } from '../kit/sip-phone.ts';
import {
  type AsteriskUnderTest,
  asteriskUnderTest,
  FIRST_START_MS,
} from '../local/asterisk/asterisk-under-test.ts';
import { ServiceDouble } from './service-double.ts';

let world: AsteriskUnderTest;
let service: ServiceDouble;
let citizen: SipPhone;

beforeAll(async () => {
  world = await asteriskUnderTest();
}, FIRST_START_MS);
afterAll(async () => {
  await world.close();
});
beforeEach(async () => {
  service = await ServiceDouble.connect(world.settings);
  const server = { host: '127.0.0.1', port: world.settings.sipPort };
  citizen = await SipPhone.open({ user: '+79220000001', server });
});
afterEach(async () => {
  await citizen.close();
  await service.disconnect();
});

/** The reason in the record of the one call that lives without the service. */
async function openRecord(): Promise<string> {
  return await world.asterisk.cli('database show opora-fallback');
}

async function arrive(): Promise<{ call: SipCall; channel: string }> {
  await service.beat();
  const call = await citizen.call('88002007201');
  const { id } = await service.nextArrival(2000);
  return { call, channel: id };
}

describe('a service that hangs with its socket open', () => {
  test('the caller whom it never looked at is taken over by the fallback', async () => {
    const { call, channel } = await arrive();
    await call.answered(6000);
    expect(call.state).toBe('talking');
    await expect.poll(openRecord, { timeout: 3000 }).toContain(channel);
    expect(await openRecord()).toContain('lease-expired');
  });

  test('the caller who waits in a holding bridge is taken out of it, too', async () => {
    const { call, channel } = await arrive();
    await service.ask('POST', `channels/${channel}/answer`);
    await call.answered(1000);
    await service.ask('POST', `bridges/hold-${channel}`, { type: 'holding' });
    await service.ask('POST', `bridges/hold-${channel}/addChannel`, { channel });
    await service.events.next((event) => event.type === 'StasisEnd', 6000);
    await expect.poll(openRecord, { timeout: 3000 }).toContain(channel);
    expect(call.state).toBe('talking');
  });
});

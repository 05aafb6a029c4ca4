import { renderAgentEndpoints } from '../../src/adapters/asterisk/agent-endpoints.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AsteriskUnderTest,
  asteriskUnderTest,
} from '../local/asterisk/asterisk-under-test.ts';
import { SipPhone, type SipPhoneOptions } from './sip-phone.ts';

export { FIRST_START_MS } from '../local/asterisk/asterisk-under-test.ts';

const PHONE_PASSWORD = 'phone-password-of-a-test';

/** A real Asterisk on free ports with agents' phones, and citizens who ring. */
export interface Switchboard extends AsteriskUnderTest {
  readonly ariUrl: string;
  /** A registered SIP phone of an agent whose endpoint is `user`. */
  agent(user: string, options?: Partial<SipPhoneOptions>): Promise<SipPhone>;
  /** A phone on the provider's trunk. */
  citizen(number: string, options?: Partial<SipPhoneOptions>): Promise<SipPhone>;
  /** Closes the phones opened so far. */
  closePhones(): Promise<void>;
}

/** Starts one for a test file, with these endpoints for agents' phones. */
export async function startSwitchboard(agents: readonly string[]): Promise<Switchboard> {
  const world = await asteriskUnderTest();
  const { settings, asterisk } = world;
  const accounts = agents.map((sipUser) => ({
    id: sipUser,
    sipUser,
    sipPassword: PHONE_PASSWORD,
  }));
  writeFileSync(join(asterisk.etcDir, 'pjsip_agents.conf'), renderAgentEndpoints(accounts));
  await asterisk.cli('module reload res_pjsip.so');
  const server = { host: '127.0.0.1', port: settings.sipPort };
  const phones: SipPhone[] = [];
  const closePhones = async (): Promise<void> => {
    await Promise.all(phones.splice(0).map((phone) => phone.close()));
  };
  return {
    ...world,
    ariUrl: `http://127.0.0.1:${String(settings.httpPort)}`,
    async agent(user, options = {}) {
      const phone = await SipPhone.open({ user, password: PHONE_PASSWORD, server, ...options });
      phones.push(phone);
      await phone.register();
      return phone;
    },
    async citizen(number, options = {}) {
      const phone = await SipPhone.open({ user: number, server, ...options });
      phones.push(phone);
      return phone;
    },
    closePhones,
    async close() {
      await closePhones();
      await world.close();
    },
  };
}

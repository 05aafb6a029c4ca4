import { renderAgentEndpoints } from '../../src/adapters/asterisk/agent-endpoints.ts';
import { cpSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
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
  /** Adds a prompt that is a tone, so that it can be told from music: `opora/<language>/<name>`. */
  addTonePrompt(language: string, name: string, toneHz: number, lengthMs: number): void;
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
    addTonePrompt(language, name, toneHz, lengthMs) {
      const prompts = join(settings.dataDir, 'asterisk/share/sounds/opora');
      const repository = realpathSync(prompts);
      // A link to the repository becomes a copy: a test writes nothing there.
      rmSync(prompts);
      cpSync(repository, prompts, { recursive: true });
      mkdirSync(join(prompts, language), { recursive: true });
      writeFileSync(join(prompts, language, `${name}.wav`), toneWav(toneHz, lengthMs));
    },
    closePhones,
    async close() {
      await closePhones();
      await world.close();
    },
  };
}

const SAMPLE_RATE = 8_000;
const HEADER_BYTES = 44;

/** RIFF, PCM, mono, 16 bit, 8 kHz. */
function toneWav(toneHz: number, lengthMs: number): Buffer {
  const samples = Math.round((SAMPLE_RATE * lengthMs) / 1000);
  const wav = Buffer.alloc(HEADER_BYTES + 2 * samples);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(2 * SAMPLE_RATE, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(2 * samples, 40);
  for (let index = 0; index < samples; index += 1) {
    const turn = (2 * Math.PI * toneHz * index) / SAMPLE_RATE;
    wav.writeInt16LE(Math.round(12_000 * Math.sin(turn)), HEADER_BYTES + 2 * index);
  }
  return wav;
}

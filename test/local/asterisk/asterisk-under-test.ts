import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AsteriskSettings,
  type RunningAsterisk,
  startAsterisk,
} from '../../../src/local/asterisk/start-asterisk.ts';

/** The first test of a machine may have to fetch Asterisk. */
export const FIRST_START_MS = 180_000;

export type AsteriskUnderTest = {
  readonly settings: AsteriskSettings;
  readonly asterisk: RunningAsterisk;
  /** Everything that startAsterisk said. */
  readonly said: readonly string[];
  /** Stops it and removes its folder. */
  close(): Promise<void>;
};

/** Settings on free ports and in a folder of their own. */
export async function freshSettings(
  change: Partial<AsteriskSettings> = {},
): Promise<AsteriskSettings> {
  const [sipPort, httpPort, amiPort] = await freePorts(3);
  // Far below the ports that the system hands out, so that no test phone sits there.
  const from = 12_000 + 200 * Math.floor(Math.random() * 90);
  return {
    dataDir: mkdtempSync(join(tmpdir(), 'opora-asterisk-')),
    sipPort: sipPort ?? 0,
    httpPort: httpPort ?? 0,
    amiPort: amiPort ?? 0,
    rtpPorts: { from, to: from + 199 },
    ariUser: 'opora',
    ariPassword: 'ari-password-of-a-test',
    amiUser: 'opora',
    amiPassword: 'ami-password-of-a-test',
    demo: true,
    citizenPassword: 'citizen-password-of-a-test',
    say: () => undefined,
    ...change,
  };
}

/** A real Asterisk for one test file. */
export async function asteriskUnderTest(
  change: Partial<AsteriskSettings> = {},
): Promise<AsteriskUnderTest> {
  const said: string[] = [];
  const settings = await freshSettings({ say: (line) => said.push(line), ...change });
  const asterisk = await startAsterisk(settings);
  return {
    settings,
    asterisk,
    said,
    async close() {
      await asterisk.stop();
      rmSync(settings.dataDir, { recursive: true, force: true });
    },
  };
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}

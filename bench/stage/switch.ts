import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderAgentEndpoints } from '../../src/adapters/asterisk/agent-endpoints.ts';
import { startAsterisk, type RunningAsterisk } from '../../src/local/asterisk/start-asterisk.ts';
import { freePort } from '../../src/local/ports.ts';
import type { BenchContext } from '../benchmark.ts';

/** Below the kernel's ephemeral ports, so that no phone of ours sits on one of them. */
const RTP_PORTS = { from: 18_000, to: 29_998 };

/** Additions to Asterisk's configuration: the dialplan of the peers. */
export interface PeerDialplan {
  readonly extensions?: string;
  readonly queues?: string;
}

/** A private Asterisk with nothing else on it, and how to reach it. */
export interface BenchSwitch {
  readonly asterisk: RunningAsterisk;
  /** Temporary; everything that the run writes. */
  readonly dataDir: string;
  readonly sip: { readonly host: string; readonly port: number };
  readonly ari: { readonly url: string; readonly user: string; readonly password: string };
  readonly ami: { readonly port: number; readonly user: string; readonly password: string };
  readonly rtp: { readonly from: number; readonly to: number };
}

/** Agents' SIP accounts: `bench-01`, `bench-02` … with one password. */
export const AGENT_PASSWORD = 'bench-password-0001';

export function agentNames(count: number): string[] {
  return Array.from({ length: count }, (_, at) => `bench-${String(at + 1).padStart(2, '0')}`);
}

/** A folder that is gone when the run is over. */
export function temporaryFolder({ scope }: BenchContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'opora-bench-'));
  scope.defer(async () => {
    rmSync(folder, { recursive: true, force: true });
    await Promise.resolve();
  });
  return folder;
}

/** Starts Asterisk on ports of its own with the accounts of `agents` and the peers' dialplan. */
export async function startSwitch(
  context: BenchContext,
  agents: readonly string[],
  peers: PeerDialplan = {},
): Promise<BenchSwitch> {
  const dataDir = temporaryFolder(context);
  const etc = join(dataDir, 'asterisk/etc');
  mkdirSync(etc, { recursive: true, mode: 0o700 });
  const accounts = agents.map((name) => ({ id: name, sipUser: name, sipPassword: AGENT_PASSWORD }));
  writeFileSync(join(etc, 'pjsip_agents.conf'), renderAgentEndpoints(accounts), { mode: 0o600 });
  writeFileSync(join(etc, 'extensions.local.conf'), peers.extensions ?? '');
  writeFileSync(join(etc, 'queues.local.conf'), peers.queues ?? '');
  const [sipPort, httpPort, amiPort] = [await freePort(), await freePort(), await freePort()];
  const [ariPassword, amiPassword] = ['bench-ari-password', 'bench-ami-password'];
  const starting = startAsterisk({
    dataDir,
    sipPort,
    httpPort,
    amiPort,
    rtpPorts: RTP_PORTS,
    ariUser: 'opora',
    ariPassword,
    amiUser: 'opora',
    amiPassword,
    demo: false,
    say: context.say,
  });
  context.scope.defer(async () => {
    await (await starting.catch(() => null))?.stop();
  });
  const asterisk = await starting;
  return {
    asterisk,
    dataDir,
    sip: { host: '127.0.0.1', port: sipPort },
    ari: { url: `http://127.0.0.1:${httpPort}`, user: 'opora', password: ariPassword },
    ami: { port: amiPort, user: 'opora', password: amiPassword },
    rtp: RTP_PORTS,
  };
}

import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { WebSocket } from 'ws';
import { SECOND } from '../../src/domain/shared/time.ts';
import { isAlive, stopProcess, until } from '../../src/local/processes.ts';
import { freePort } from '../../src/local/ports.ts';
import { startPostgres } from '../../src/local/postgres.ts';
import type { BenchContext } from '../benchmark.ts';
import { seed, WATCHER } from './seed.ts';
import type { BenchSwitch } from './switch.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const READY_WITHIN_MS = 60 * SECOND;

/** The whole service as `npm start` runs it: journal, record, dispatch, pages, feeds. */
export interface BenchService {
  readonly pid: number;
  readonly postgresPid: number;
  /** Where its pages and feeds are. */
  readonly url: string;
}

/** Starts PostgreSQL and the service; resolves when every agent of `agents` can be rung. */
export async function startService(
  context: BenchContext,
  on: BenchSwitch,
  agents: readonly string[],
): Promise<BenchService> {
  const { scope } = context;
  const [databasePort, httpPort] = [await freePort(), await freePort()];
  const starting = startPostgres({ dataDir: on.dataDir, port: databasePort, say: context.say });
  scope.defer(async () => {
    await (await starting.catch(() => null))?.stop();
  });
  const postgres = await starting;
  await seed(postgres.url, on.dataDir, agents);

  const logPath = join(on.dataDir, 'service.log');
  const log = openSync(logPath, 'a', 0o600);
  const options = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter(Boolean);
  const child = spawn(process.execPath, [...options, join(ROOT, 'src/main.ts')], {
    env: { ...process.env, ...environment(on, postgres.url, httpPort) },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error('The service cannot be run');
  scope.defer(() => stopProcess(pid, 10 * SECOND));
  const running = join(on.dataDir, 'running.json');
  await until(() => existsSync(running) || !isAlive(pid), READY_WITHIN_MS);
  if (!existsSync(running)) {
    throw new Error(`The service did not come up: ${readFileSync(logPath, 'utf8').slice(-2000)}`);
  }
  return { pid, postgresPid: postgres.pid, url: `http://127.0.0.1:${httpPort}` };
}

function environment(
  on: BenchSwitch,
  databaseUrl: string,
  httpPort: number,
): Record<string, string> {
  const { sip, ari, ami, rtp } = on;
  return {
    DATA_DIR: on.dataDir,
    DEMO: 'off',
    HTTP_PORT: String(httpPort),
    SIP_PORT: String(sip.port),
    RTP_PORTS: `${rtp.from}-${rtp.to}`,
    ARI_URL: ari.url,
    ARI_USER: ari.user,
    ARI_PASSWORD: ari.password,
    AMI_HOST: '127.0.0.1',
    AMI_PORT: String(ami.port),
    AMI_USER: ami.user,
    AMI_PASSWORD: ami.password,
    DATABASE_URL: databaseUrl,
    // The least that the settings allow: nobody rests in a benchmark.
    WRAP_UP_MS: '100',
    LOG_LEVEL: 'warn',
  };
}

/** Messages and bytes that a wall page has received. */
export interface WallPage {
  messages: number;
  bytes: number;
}

/** Signs in and listens to the wall's feed, as a page does. */
export async function openWall({ scope }: BenchContext, service: BenchService): Promise<WallPage> {
  const answer = await fetch(`${service.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(WATCHER),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`The wall could not sign in: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const page: WallPage = { messages: 0, bytes: 0 };
  const socket = new WebSocket(`${service.url.replace(/^http/, 'ws')}/api/feeds/wall`, {
    headers: { cookie },
  });
  scope.defer(async () => {
    socket.terminate();
    await Promise.resolve();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', resolve);
  });
  socket.on('message', (data: Buffer) => {
    page.messages += 1;
    page.bytes += data.length;
  });
  return page;
}

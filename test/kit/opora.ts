import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Running } from '../../src/adapters/system/running-file.ts';
import type { AgentBody } from '../../src/contract/agents.ts';
import type { CallBody } from '../../src/contract/calls.ts';
import type { SignalBody } from '../../src/contract/signals.ts';
import { freePort } from '../../src/local/ports.ts';
import { findPostgresHome } from '../../src/local/postgres-home.ts';
import { isAlive, stopProcess } from '../../src/local/processes.ts';
import { loadSecrets } from '../../src/local/secrets.ts';
import { ApiClient } from './api-client.ts';
import { SipPhone, type SipPhoneOptions } from './sip-phone.ts';
import { until } from './until.ts';

/** What ARI tells of a channel, as far as plays look at it. */
export interface SwitchChannel {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly caller: { readonly name: string; readonly number: string };
  readonly dialplan: { readonly context: string; readonly exten: string };
}

const ROOT = join(import.meta.dirname, '../..');
/** The first start of a machine may have to fetch Asterisk. */
export const FIRST_START_MS = 240_000;
export const TYUMEN = '88002007201';

/**
 * The whole of `npm start` under test: supervisor, service, real Asterisk, real PostgreSQL, in a
 * data folder and on ports of its own.
 */
export class OporaUnderTest {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'opora-play-'));
  readonly #environment: Record<string, string>;
  readonly #phones: SipPhone[] = [];
  readonly #sessions = new Map<string, Promise<ApiClient>>();
  #supervisor: ChildProcess | undefined;
  #orphaned = false;
  #said = '';

  private constructor(environment: Record<string, string>) {
    this.#environment = environment;
  }

  /** Starts it with these settings over the defaults; resolves when it is up. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<OporaUnderTest> {
    const ports = await Promise.all(Array.from({ length: 5 }, () => freePort()));
    const [http, sip, asterisk, ami, database] = ports.map(String);
    const from = 12_000 + 400 * Math.floor(Math.random() * 45);
    const opora = new OporaUnderTest({
      HTTP_PORT: http ?? '',
      SIP_PORT: sip ?? '',
      ASTERISK_HTTP_PORT: asterisk ?? '',
      AMI_PORT: ami ?? '',
      DATABASE_PORT: database ?? '',
      RTP_PORTS: `${String(from)}-${String(from + 399)}`,
      WRAP_UP_MS: '500',
      RING_TIMEOUT_MS: '4000',
      ...settings,
    });
    await opora.begin();
    return opora;
  }

  /** Starts the supervisor (again); resolves when a new service is up. */
  async begin(): Promise<Running> {
    const before = this.#runningNow()?.pid;
    const child = spawn(process.execPath, [join(ROOT, 'src/local/start.ts')], {
      cwd: ROOT,
      env: { ...process.env, ...this.#environment, DATA_DIR: this.dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#supervisor = child;
    child.stdout.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.#said += chunk.toString()));
    const up = await until(
      'Opora to be up',
      () => {
        const running = this.#runningNow();
        return running?.pid === before ? undefined : running;
      },
      FIRST_START_MS,
    ).catch((cause: unknown) => {
      throw new Error(`Opora did not come up: ${this.#said}`, { cause });
    });
    this.#orphaned = false;
    return up;
  }

  get running(): Running {
    const running = this.#runningNow();
    if (running === undefined) throw new Error('Opora is not running');
    return running;
  }

  get supervisorPid(): number {
    return this.#supervisor?.pid ?? 0;
  }

  /** Process ids of the servers beside the service, from their own files. */
  get asteriskPid(): number {
    return this.#pidIn('asterisk', 'run', 'asterisk.pid');
  }

  /** The postmaster; its children are found under `/proc`. */
  get postgresPid(): number {
    const path = join(findPostgresHome(this.dataDir).cluster, 'postmaster.pid');
    return Number(readFileSync(path, 'utf8').split('\n')[0]);
  }

  /** Kills the service at once; the supervisor will start another. */
  killService(): void {
    process.kill(this.running.pid, 'SIGKILL');
  }

  /** Kills supervisor and service: Asterisk and PostgreSQL stay, until `begin()`. */
  async killAllOfOurs(): Promise<void> {
    const child = this.#supervisor;
    if (child === undefined) return;
    const service = this.running.pid;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    this.#supervisor = undefined;
    this.#orphaned = true;
    await stopProcess(service, 0, 'SIGKILL');
  }

  /** Asks Asterisk itself, past the service; its answer as JSON, undefined when not found. */
  async askSwitch<T>(path: string): Promise<T | undefined> {
    const login = Buffer.from(`opora:${loadSecrets(this.dataDir).ari}`).toString('base64');
    const response = await fetch(`${this.running.ari}/ari/${path}`, {
      headers: { authorization: `Basic ${login}` },
    });
    const text = await response.text();
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`ARI ${path}: ${String(response.status)} ${text}`);
    return JSON.parse(text) as T;
  }

  /** Every channel that lives on Asterisk, whoever directs it. */
  async channels(): Promise<readonly SwitchChannel[]> {
    return (await this.askSwitch<readonly SwitchChannel[]>('channels')) ?? [];
  }

  /** Resolves when no channel is left on Asterisk. */
  async noChannels(withinMs = 15_000): Promise<void> {
    let left: readonly SwitchChannel[] = [];
    await until(
      'the last channel to go',
      async () => {
        left = await this.channels();
        return left.length === 0;
      },
      withinMs,
    ).catch((cause: unknown) => {
      throw new Error(`Channels are left: ${JSON.stringify(left)}`, { cause });
    });
  }

  /** A SIP phone of an agent (`agent-101`), registered. */
  async agentPhone(agentId: string, options: Partial<SipPhoneOptions> = {}): Promise<SipPhone> {
    // A service that has just been restarted may not have read its record yet.
    const account = await until(
      `the account of ${agentId}`,
      () => this.running.agents?.find(({ id }) => id === agentId),
      20_000,
    );
    const phone = await SipPhone.open({
      user: account.sipUser,
      password: account.sipPassword,
      server: this.#sipServer(),
      ...options,
    });
    this.#phones.push(phone);
    await phone.register();
    return phone;
  }

  /** A citizen's phone on the provider's trunk. */
  async citizen(number: string, options: Partial<SipPhoneOptions> = {}): Promise<SipPhone> {
    const phone = await SipPhone.open({ user: number, server: this.#sipServer(), ...options });
    this.#phones.push(phone);
    return phone;
  }

  /** An operator at work: signed in, phone registered, available. */
  async operator(
    agentId: string,
    options: Partial<SipPhoneOptions> = {},
  ): Promise<{ readonly phone: SipPhone; readonly api: ApiClient }> {
    const phone = await this.agentPhone(agentId, options);
    const index = Number(agentId.slice('agent-'.length)) - 100;
    const api = await this.signIn(`operator${String(index)}`);
    await api.put('/api/agents/me/availability', { availability: 'available' });
    await this.agentIs(api, agentId, (agent) => agent.reachable);
    return { phone, api };
  }

  /** Signs in once; later calls get the same session. */
  async signIn(login: string): Promise<ApiClient> {
    const known = this.#sessions.get(login) ?? ApiClient.signIn(this.running.http, login, 'demo');
    this.#sessions.set(login, known);
    return await known;
  }

  /** Resolves when an agent is as wanted. */
  async agentIs(
    api: ApiClient,
    agentId: string,
    isSo: (agent: AgentBody) => boolean,
    withinMs = 5_000,
  ): Promise<AgentBody> {
    return await until(
      `${agentId} to be as wanted`,
      async () => {
        const { agents } = await api.get<{ agents: AgentBody[] }>('/api/agents');
        return agents.find((agent) => agent.id === agentId && isSo(agent));
      },
      withinMs,
    );
  }

  /** All calls of the record, newest first, once `isSo`. */
  async callsAre(
    api: ApiClient,
    isSo: (calls: readonly CallBody[]) => boolean,
    withinMs = 10_000,
  ): Promise<readonly CallBody[]> {
    let seen: readonly CallBody[] = [];
    return await until(
      'the record of calls to be as wanted',
      async () => {
        seen = (await api.get<{ calls: CallBody[] }>('/api/calls?limit=200')).calls;
        return isSo(seen) ? seen : undefined;
      },
      withinMs,
    ).catch((cause: unknown) => {
      throw new Error(`The record holds ${JSON.stringify(seen, undefined, 1)}`, { cause });
    });
  }

  async signals(api: ApiClient): Promise<readonly SignalBody[]> {
    return (await api.get<{ signals: SignalBody[] }>('/api/signals?limit=200')).signals;
  }

  /** The service's own log so far. */
  serviceLog(): string {
    return readFileSync(join(this.dataDir, 'service.log'), 'utf8');
  }

  /** Resolves when a service other than `before` is up. */
  async nextService(before: number): Promise<Running> {
    return await until(
      'the next service',
      () => {
        const running = this.#runningNow();
        return running?.pid === before ? undefined : running;
      },
      60_000,
    );
  }

  /** Closes the phones opened so far. */
  async closePhones(): Promise<void> {
    await Promise.all(this.#phones.splice(0).map((phone) => phone.close()));
  }

  /** As Ctrl-C does; resolves when everything that it started has ended. */
  async stop(): Promise<void> {
    const child = this.#supervisor;
    this.#supervisor = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
  }

  /** Stops everything and removes the folder. Idempotent. */
  async close(): Promise<void> {
    await this.closePhones();
    if (this.#orphaned) await this.#stopOrphans();
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** A play that failed between the kill and the next start leaves servers without a supervisor. */
  async #stopOrphans(): Promise<void> {
    this.#orphaned = false;
    if (this.#supervisor !== undefined) return;
    const pids = [this.asteriskPid, this.postgresPid].filter((pid) => isAlive(pid));
    await Promise.all(pids.map((pid) => stopProcess(pid, 5_000, 'SIGINT')));
  }

  #sipServer(): { host: string; port: number } {
    const [host = '', port = ''] = this.running.sip.split(':');
    return { host, port: Number(port) };
  }

  #runningNow(): Running | undefined {
    const path = join(this.dataDir, 'running.json');
    if (!existsSync(path)) return undefined;
    return JSON.parse(readFileSync(path, 'utf8')) as Running;
  }

  #pidIn(...path: string[]): number {
    return Number(readFileSync(join(this.dataDir, ...path), 'utf8').trim());
  }
}

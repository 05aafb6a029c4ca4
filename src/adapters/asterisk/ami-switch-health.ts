import { readFile, rename, writeFile } from 'node:fs/promises';
import type { FallbackRecord } from '../../domain/calls/fallback-record.ts';
import type {
  PhoneAccount,
  SwitchHealth,
  SwitchHealthListener,
} from '../../ports/switch-health.ts';
import type { Log } from '../../ports/system.ts';
import { TelephonyDown, TelephonyRefused } from '../../ports/telephony-problems.ts';
import { renderAgentEndpoints } from './agent-endpoints.ts';
import { AmiConnection } from './ami-connection.ts';
import type { AmiMessage, AmiSession, AmiSettings } from './ami-session.ts';
import {
  FALLBACK_FAMILY,
  FALLBACK_USER_EVENT,
  parseFallbackRecord,
  type ParsedFallback,
} from './fallback-record.ts';
import { Latest } from './latest.ts';

const FALLBACK_QUEUE = 'opora-fallback';
const RELOAD_DEADLINE_MS = 10_000;

export interface AmiSwitchHealthDeps {
  readonly settings: AmiSettings;
  /** Absolute path of `pjsip_agents.conf`, which `pjsip.conf` includes. */
  readonly agentsPath: string;
  readonly log: Log;
}

/** What Asterisk is told and asked over AMI. What was set is set again after each reconnect. */
export class AmiSwitchHealth implements SwitchHealth {
  readonly #deps: AmiSwitchHealthDeps;
  readonly #connection: AmiConnection;
  readonly #contacts: Latest;
  #listener: SwitchHealthListener | undefined;
  #wantedMembers: readonly string[] | undefined;
  /** Content of the file that Asterisk is known to have read. */
  #readBySwitch: string | undefined;
  #publishing: Promise<void> = Promise.resolve();
  #settingMembers: Promise<void> = Promise.resolve();

  constructor(deps: AmiSwitchHealthDeps) {
    this.#deps = deps;
    this.#contacts = new Latest(
      () => this.#tellReachable(),
      (cause) => {
        deps.log.warn('the registered phones could not be listed', { cause });
      },
    );
    this.#connection = new AmiConnection(deps, {
      event: (event) => {
        this.#received(event);
      },
      connected: (session) => this.#connected(session),
      disconnected: (reason) => {
        this.#listener?.disconnected(reason);
      },
    });
  }

  /** Resolves when first connected; rejects with `TelephonyRefused` when the password is wrong. */
  start(listener: SwitchHealthListener): Promise<void> {
    this.#listener = listener;
    return this.#connection.start();
  }

  stop(): Promise<void> {
    return this.#connection.stop();
  }

  publishPhones(phones: readonly PhoneAccount[]): Promise<void> {
    const content = renderAgentEndpoints(phones);
    const published = this.#publishing.then(() => this.#publish(content));
    this.#publishing = published.catch(() => undefined);
    return published;
  }

  setFallbackMembers(endpoints: readonly string[]): Promise<void> {
    this.#wantedMembers = [...endpoints];
    const set = this.#settingMembers.then(() => this.#applyMembers());
    this.#settingMembers = set.catch(() => undefined);
    return set;
  }

  async fallbackRecords(): Promise<readonly FallbackRecord[]> {
    const session = this.#connection.require('DBGetTree');
    const read = async (): Promise<ParsedFallback[]> => {
      const entries = await session.list({ action: 'DBGetTree', family: FALLBACK_FAMILY });
      return entries.flatMap(({ key = '', val = '' }) => parseFallbackRecord(key, val) ?? []);
    };
    let records = await read();
    const open = new Set(records.flatMap((one) => (one.open ? [one.record.id] : [])));
    if (open.size > 0) {
      const channels = await session.list({ action: 'CoreShowChannels' });
      for (const { uniqueid = '' } of channels) open.delete(uniqueid);
      // A call that ended between the two questions has completed its record by now.
      if (open.size > 0) records = await read();
    }
    return records
      .filter((one) => !one.open || open.has(one.record.id))
      .map(({ record }) => record)
      .sort((a, b) => a.arrivedAt - b.arrivedAt);
  }

  async forgetFallbackRecord(id: string): Promise<void> {
    const session = this.#connection.require('DBDel');
    await session.act({ action: 'DBDel', family: FALLBACK_FAMILY, key: id });
  }

  async #connected(session: AmiSession): Promise<void> {
    this.#listener?.connected();
    // The switch may be another one by now, or one that lost its memory.
    this.#readBySwitch = undefined;
    await session.act({ action: 'Reload', module: 'res_pjsip.so' }, RELOAD_DEADLINE_MS);
    await this.#contacts.refresh();
    if (this.#wantedMembers !== undefined) await this.setFallbackMembers(this.#wantedMembers);
  }

  #received(event: AmiMessage): void {
    if (event['event'] === 'ContactStatus') void this.#contacts.refresh();
    if (event['event'] === 'UserEvent' && event['userevent'] === FALLBACK_USER_EVENT) {
      this.#listener?.fallbackEnded();
    }
  }

  async #publish(content: string): Promise<void> {
    const { agentsPath } = this.#deps;
    if (this.#readBySwitch === content && (await textOf(agentsPath)) === content) return;
    const beside = `${agentsPath}.new`;
    await writeFile(beside, content, { mode: 0o600 });
    await rename(beside, agentsPath);
    const session = this.#connection.require('Reload');
    await session.act({ action: 'Reload', module: 'res_pjsip.so' }, RELOAD_DEADLINE_MS);
    this.#readBySwitch = content;
  }

  async #applyMembers(): Promise<void> {
    const session = this.#connection.require('QueueStatus');
    const wanted = new Set((this.#wantedMembers ?? []).map((endpoint) => `PJSIP/${endpoint}`));
    const status = await session.list({ action: 'QueueStatus', queue: FALLBACK_QUEUE });
    const present = new Set(
      status.filter(({ event }) => event === 'QueueMember').map(({ location = '' }) => location),
    );
    const queue = FALLBACK_QUEUE;
    const missing = [...wanted].filter((member) => !present.has(member));
    const surplus = [...present].filter((member) => !wanted.has(member));
    const adding = missing.map((member) =>
      session.act({ action: 'QueueAdd', queue, interface: member, penalty: '0', paused: 'false' }),
    );
    const removing = surplus.map((member) =>
      session.act({ action: 'QueueRemove', queue, interface: member }),
    );
    await Promise.all([...adding, ...removing]);
  }

  async #tellReachable(): Promise<void> {
    const contacts = await contactsOf(this.#connection.require('PJSIPShowContacts'));
    const reachable = contacts.filter(({ status }) => status !== 'Unreachable');
    this.#listener?.reachable(new Set(reachable.map(({ endpoint = '' }) => endpoint)));
  }
}

/**
 * The registered phones. Asterisk answers an empty list with an error that nothing but its text
 * tells from others; taken for a failure, the last phone that leaves would stay reachable.
 */
async function contactsOf(session: AmiSession): Promise<AmiMessage[]> {
  try {
    return await session.list({ action: 'PJSIPShowContacts' });
  } catch (cause) {
    if (cause instanceof TelephonyRefused && cause.message.includes('No Contacts found')) return [];
    throw cause;
  }
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new TelephonyDown(`reading ${path} (${String(cause)})`);
  }
}

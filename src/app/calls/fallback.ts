import type { Agent } from '../../domain/roster/agent.ts';
import type { Log } from '../../ports/system.ts';
import type { SwitchHealth, SwitchHealthListener } from '../../ports/switch-health.ts';
import type { Desk } from './desk.ts';

export interface FallbackDeps {
  readonly switchHealth: SwitchHealth;
  readonly desk: Desk;
  readonly log: Log;
}

/** Whose phone it is. */
export interface Phone {
  readonly id: string;
  readonly sipUser: string;
}

/**
 * Keeps the desk able to work without us: the switch's own queue rings whoever is on duty, and
 * what it answered alone becomes signals, each exactly once.
 */
export class Fallback implements SwitchHealthListener {
  readonly #deps: FallbackDeps;
  #up = false;
  #members = '';
  #phones: readonly Phone[] = [];
  #endpoints: ReadonlySet<string> = new Set();
  #taking: Promise<boolean> = Promise.resolve(false);

  constructor(deps: FallbackDeps) {
    this.#deps = deps;
    deps.desk.subscribe(({ agents }) => {
      if (agents.length > 0) this.#followRoster();
    });
  }

  get up(): boolean {
    return this.#up;
  }

  connected(): void {
    this.#up = true;
    this.#members = '';
    this.#followRoster();
    void this.takeRecords();
  }

  disconnected(reason: string): void {
    this.#up = false;
    this.#deps.log.warn('The management side of the switch cannot be reached', { reason });
  }

  fallbackEnded(): void {
    void this.takeRecords();
  }

  /** The agents whose phones are watched. */
  setPhones(phones: readonly Phone[]): void {
    this.#phones = phones.map(({ id, sipUser }) => ({ id, sipUser }));
    if (this.#up) this.reachable(this.#endpoints);
  }

  /** A browser is preferred to a desk phone where both are registered. */
  reachable(endpoints: ReadonlySet<string>): void {
    this.#endpoints = endpoints;
    for (const { id, sipUser } of this.#phones) {
      const here = [`${sipUser}-web`, sipUser].filter((endpoint) => endpoints.has(endpoint));
      this.#deps.desk.reachableAt(id, here);
    }
  }

  /**
   * Takes the switch's records in, one at a time. True when they were all read; never rejects:
   * what stays is read next time.
   */
  takeRecords(): Promise<boolean> {
    this.#taking = this.#taking.then(() => this.#takeAll());
    return this.#taking;
  }

  async #takeAll(): Promise<boolean> {
    const { switchHealth, desk, log } = this.#deps;
    if (!this.#up) return false;
    try {
      for (const record of await switchHealth.fallbackRecords()) {
        desk.fallbackEnded(record);
        await switchHealth.forgetFallbackRecord(record.id);
      }
      return true;
    } catch (error) {
      log.warn('Records of the fallback could not be read', { error });
      return false;
    }
  }

  #followRoster(): void {
    const { switchHealth, desk, log } = this.#deps;
    const members = desk.agents().flatMap((agent) => fallbackMember(agent));
    const wanted = members.join(' ');
    if (!this.#up || wanted === this.#members) return;
    this.#members = wanted;
    switchHealth.setFallbackMembers(members).catch((error: unknown) => {
      this.#members = '';
      log.warn('The fallback queue could not be changed', { error });
    });
  }
}

function fallbackMember(agent: Agent): string[] {
  if (agent.availability === 'offDuty' || agent.availability === 'away') return [];
  if (!agent.skills.includes('operator')) return [];
  return agent.reachableAt.slice(0, 1);
}

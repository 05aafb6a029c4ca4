import { expect } from 'vitest';
import type { AgentBody } from '../../../src/contract/agents.ts';
import type { CallBody } from '../../../src/contract/calls.ts';
import type { SignalBody } from '../../../src/contract/signals.ts';
import type { ApiClient } from '../../kit/api-client.ts';
import { OporaUnderTest } from '../../kit/opora.ts';
import type { SipCall, SipPhone, SipRing } from '../../kit/sip-phone.ts';
import { until } from '../../kit/until.ts';

/** The machine is shared: what takes milliseconds alone may take seconds. */
export const SOON_MS = 8_000;
/** Four ring time-outs, or a restart of a server. */
export const LATER_MS = 40_000;

export interface Operator {
  readonly id: string;
  readonly phone: SipPhone;
  readonly api: ApiClient;
  /** Every ring so far, taken or not. */
  readonly rings: readonly SipRing[];
}

/**
 * A whole Opora and the plays on its desk. Each play starts and ends with an empty desk: nobody on
 * duty, no channel on Asterisk, every call ended with one outcome and one signal.
 */
export class Stage {
  readonly opora: OporaUnderTest;
  readonly api: ApiClient;
  #known = new Set<string>();
  readonly #onDuty = new Map<string, ApiClient>();

  private constructor(opora: OporaUnderTest, api: ApiClient) {
    this.opora = opora;
    this.api = api;
  }

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<Stage> {
    const opora = await OporaUnderTest.start(settings);
    try {
      const stage = new Stage(opora, await opora.signIn('supervisor'));
      // The demonstration starts with one on duty; a play says itself who is.
      await stage.#leaves('agent-101', await opora.signIn('operator1'));
      return stage;
    } catch (cause) {
      await opora.close();
      throw cause;
    }
  }

  /** Puts somebody to work; in the order of these calls they have been idle. */
  async operator(
    id: string,
    options: Parameters<OporaUnderTest['operator']>[1] = {},
  ): Promise<Operator> {
    const rings: SipRing[] = [];
    const { phone, api } = await this.opora.operator(id, options);
    phone.on('ring', (ring) => rings.push(ring));
    this.#onDuty.set(id, api);
    return { id, phone, api, rings };
  }

  /** Rings a line, and speaks as `toneHz` as soon as somebody hears it. */
  async caller(
    number: string,
    line: string,
    toneHz: number,
    options: Parameters<OporaUnderTest['citizen']>[1] = {},
  ): Promise<SipCall> {
    const phone = await this.opora.citizen(number, options);
    const call = await phone.call(line);
    call.talk({ toneHz });
    return call;
  }

  /** Resolves when an agent is as wanted. */
  async agentIs(id: string, availability: AgentBody['availability']): Promise<AgentBody> {
    return await this.opora.agentIs(
      this.api,
      id,
      (agent) => agent.availability === availability,
      SOON_MS,
    );
  }

  /** This play's calls, oldest first, as soon as `isSo`. */
  async callsAre(
    isSo: (calls: readonly CallBody[]) => boolean,
    withinMs = SOON_MS,
  ): Promise<readonly CallBody[]> {
    const mine = (calls: readonly CallBody[]): readonly CallBody[] =>
      calls
        .filter(({ id }) => !this.#known.has(id))
        .sort((a, b) => a.arrivedAt.localeCompare(b.arrivedAt));
    return mine(await this.opora.callsAre(this.api, (calls) => isSo(mine(calls)), withinMs));
  }

  /** The calls of this play that are in this phase, as soon as there are `count` of them. */
  async phaseIs(phase: CallBody['phase'], count = 1): Promise<readonly CallBody[]> {
    const isIn = (call: CallBody): boolean => call.phase === phase;
    const calls = await this.callsAre((all) => all.filter(isIn).length === count, LATER_MS);
    return calls.filter(isIn);
  }

  /** This play's calls when all of them have ended, `count` in number. */
  async endedCalls(count: number, withinMs = LATER_MS): Promise<readonly CallBody[]> {
    return await this.callsAre(
      (calls) => calls.length === count && calls.every(({ phase }) => phase === 'ended'),
      withinMs,
    );
  }

  /** The signals of this play's calls. */
  async signals(): Promise<readonly SignalBody[]> {
    const signals = await this.opora.signals(this.api);
    return signals.filter(({ call }) => call === undefined || !this.#known.has(call.id));
  }

  /** Resolves when the welcome is over and something else than silence is heard. */
  async hearsMusic(call: SipCall, callId: string): Promise<void> {
    await until(
      'the end of the welcome',
      async () => (await this.opora.askSwitch(`playbacks/greeting-${callId}`)) === undefined,
      LATER_MS,
    );
    await hearsSomething(call);
  }

  /** Clears the desk after a play, and checks that the record is whole. */
  async clear(): Promise<void> {
    const { opora } = this;
    await Promise.all([...this.#onDuty].map(([id, api]) => this.#leaves(id, api)));
    this.#onDuty.clear();
    await opora.closePhones();
    await opora.noChannels(LATER_MS);
    await until(
      'everybody to be off duty, without a telephone',
      async () => {
        const { agents } = await this.api.get<{ agents: AgentBody[] }>('/api/agents');
        return agents.every((one) => one.availability === 'offDuty' && !one.reachable);
      },
      LATER_MS,
    );
    const signals = await until(
      'the record to be whole',
      async () => {
        const found = await this.signals();
        return found.every(({ call }) => call?.phase === 'ended') && found;
      },
      LATER_MS,
    );
    const calls = await this.callsAre((all) => all.length === signals.length, LATER_MS);
    this.#known = new Set([...this.#known, ...calls.map(({ id }) => id)]);
    expect(calls.filter(({ outcome }) => outcome === undefined)).toEqual([]);
    expect(signals.map(({ call }) => call?.id).sort()).toEqual(calls.map(({ id }) => id).sort());
    expect(new Set(signals.map(({ number }) => number)).size).toBe(calls.length);
  }

  async close(): Promise<void> {
    await this.opora.close();
  }

  async #leaves(id: string, api: ApiClient): Promise<void> {
    await until(
      `${id} to leave`,
      async () => {
        await api.put('/api/agents/me/availability', { availability: 'offDuty' });
        return true;
      },
      LATER_MS,
    );
  }
}

/** Resolves when a call hears anything but silence from now on. */
export async function hearsSomething(call: SipCall): Promise<void> {
  call.resetHeard();
  await until('something to be heard', () => call.heard().rms > 100, SOON_MS);
}

/** Each hears the other; the tones say who is talking to whom. */
export async function hearEachOther(
  [one, oneHz]: readonly [SipCall, number],
  [other, otherHz]: readonly [SipCall, number],
): Promise<void> {
  one.talk({ toneHz: oneHz });
  other.talk({ toneHz: otherHz });
  await Promise.all([one.hears(otherHz, SOON_MS), other.hears(oneHz, SOON_MS)]);
}

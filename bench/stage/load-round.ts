import { setTimeout as pause } from 'node:timers/promises';
import type { SipCall, SipPhone, SipRing } from '../../test/kit/sip-phone.ts';
import { SipFailure } from '../../test/kit/sip-phone.ts';
import { think } from './pace.ts';

const PATIENCE_MS = 10_000;

export interface LoadParts {
  readonly caller: SipPhone;
  /** Phones that answer by themselves. */
  readonly agents: readonly SipPhone[];
  /** Numbers that are rung in turn; whoever is free answers. */
  readonly numbers: readonly string[];
  /** Instead of `numbers`: the number under which exactly this agent rings. */
  readonly numberOfAgent?: (at: number) => string;
}

export interface LoadOutcome {
  /** Caller's INVITE → agent's INVITE of every call that went well. */
  readonly setupMs: number[];
  /** Why each of the others did not. */
  readonly failures: string[];
  /** What the generator really offered. */
  readonly callsPerSecond: number;
}

/** A call that waits for its ring. */
interface Offered {
  readonly call: SipCall;
  readonly rung: (ring: SipRing) => void;
}

/**
 * Places calls at a steady rate, each from the ring to the end of both legs. A phone shows the line
 * and never the citizen, so a ring belongs to the oldest call of its line that waits for one: with
 * free agents that is nearly always true, and the sum of all set-up times is right in any case.
 */
export class LoadRound {
  readonly #parts: LoadParts;
  readonly #offered = new Map<string, Offered[]>();
  readonly #engaged = new Set<number>();
  readonly #setupMs: number[] = [];
  readonly #failures: string[] = [];

  constructor(parts: LoadParts) {
    this.#parts = parts;
  }

  /** Resolves when the last call is over. */
  async run(calls: number, perSecond: number): Promise<LoadOutcome> {
    const { agents } = this.#parts;
    const listeners = agents.map((phone, at) => {
      const listener = (ring: SipRing): void => {
        this.#rang(ring, at);
      };
      phone.on('ring', listener);
      return listener;
    });
    const startedAt = performance.now();
    const all: Promise<void>[] = [];
    for (let at = 0; at < calls; at += 1) {
      const dueMs = startedAt + (at * 1000) / perSecond - performance.now();
      if (dueMs > 1) await pause(dueMs);
      all.push(this.#oneCall(at));
    }
    const offeredMs = performance.now() - startedAt;
    await Promise.all(all);
    agents.forEach((phone, at) => {
      const listener = listeners[at];
      if (listener !== undefined) phone.off('ring', listener);
      phone.forgetRings();
    });
    return {
      setupMs: this.#setupMs,
      failures: this.#failures,
      callsPerSecond: ((calls - 1) * 1000) / offeredMs,
    };
  }

  async #oneCall(order: number): Promise<void> {
    const { caller, numbers, numberOfAgent } = this.#parts;
    const agent = numberOfAgent === undefined ? undefined : this.#engage();
    const number =
      agent === undefined || numberOfAgent === undefined
        ? (numbers[order % numbers.length] ?? '')
        : numberOfAgent(agent);
    let call: SipCall | undefined;
    try {
      call = await caller.call(number);
      const ring = await this.#ringOf(call, agent === undefined ? number : String(agent));
      const setupMs = ring.receivedAt - call.inviteSentAt;
      const talk = await ring.answer();
      await call.answered(PATIENCE_MS);
      await think(200, 400);
      await call.hangUp();
      await talk.ended(PATIENCE_MS);
      this.#setupMs.push(setupMs);
    } catch (cause) {
      if (!(cause instanceof SipFailure)) throw cause;
      this.#failures.push(cause.message.replace(/; last seen.*|@[\d.]+/g, ''));
      await call?.hangUp().catch((late: unknown) => {
        if (!(late instanceof SipFailure)) throw late;
      });
    } finally {
      if (agent !== undefined) this.#engaged.delete(agent);
    }
  }

  /** The agent that has been free longest, as far as the generator knows. */
  #engage(): number | undefined {
    const free = this.#parts.agents.findIndex((_phone, at) => !this.#engaged.has(at));
    if (free < 0) return undefined;
    this.#engaged.add(free);
    return free;
  }

  #ringOf(call: SipCall, key: string): Promise<SipRing> {
    return new Promise((resolve, reject) => {
      const list = this.#offered.get(key) ?? [];
      this.#offered.set(key, list);
      const offered: Offered = {
        call,
        rung: (ring) => {
          clearTimeout(late);
          resolve(ring);
        },
      };
      const fail = (why: string): void => {
        clearTimeout(late);
        const at = list.indexOf(offered);
        if (at >= 0) list.splice(at, 1);
        reject(new SipFailure('sip-timeout', why));
      };
      const late = setTimeout(() => {
        fail(`Nobody was rung, the caller was ${call.state}`);
      }, PATIENCE_MS);
      call.whenEnded(() => {
        fail('The call ended before anybody was rung');
      });
      list.push(offered);
    });
  }

  #rang(ring: SipRing, agent: number): void {
    const { numbers, numberOfAgent } = this.#parts;
    const [only] = numbers;
    const shown = numbers.includes(ring.from.number) ? ring.from.number : (only ?? '');
    const key = numberOfAgent === undefined ? shown : String(agent);
    this.#offered.get(key)?.shift()?.rung(ring);
  }
}

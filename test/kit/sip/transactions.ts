import type { RemoteInfo } from 'node:dgram';
import { performance } from 'node:perf_hooks';
import { SipFailure } from './failure.ts';
import {
  branchOf,
  cseqOf,
  SipHeaders,
  titleOf,
  type SipRequest,
  type SipResponse,
} from './message.ts';
import { timeoutOf } from './moment.ts';

/** The timers of RFC 3261 §17: first retransmission, longest pause, and when to give up. */
export const T1_MS = 500;
const T2_MS = 4000;
export const GIVE_UP_MS = 64 * T1_MS;

export type Peer = { host: string; port: number };
export type Send = (message: SipRequest | SipResponse, to: Peer) => void;

/** Repeats an action at T1, 2·T1, 4·T1 … until stopped; after 64·T1 tells that nobody answered. */
class Repeat {
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = T1_MS;
  #spentMs = 0;
  readonly #again: () => void;
  readonly #giveUp: () => void;
  readonly #longestMs: number;

  constructor(again: () => void, giveUp: () => void, longestMs: number) {
    this.#again = again;
    this.#giveUp = giveUp;
    this.#longestMs = longestMs;
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #arm(): void {
    this.#timer = setTimeout(() => {
      this.#spentMs += this.#pauseMs;
      if (this.#spentMs >= GIVE_UP_MS) {
        this.#giveUp();
        return;
      }
      this.#again();
      this.#pauseMs = Math.min(this.#pauseMs * 2, this.#longestMs);
      this.#arm();
    }, this.#pauseMs);
  }
}

export type ClientEvents = {
  provisional?: (response: SipResponse) => void;
  /** Comes again for every repeated 2xx of an INVITE, so that its ACK can be repeated. */
  final: (response: SipResponse) => void;
  failed: (error: Error) => void;
};

/** A request of ours until its final answer. */
export class ClientTransaction {
  readonly request: SipRequest;
  readonly #to: Peer;
  readonly #send: Send;
  readonly #events: ClientEvents;
  readonly #repeat: Repeat;
  #lastSeen = 'nothing';
  #ended = false;

  constructor(request: SipRequest, to: Peer, send: Send, events: ClientEvents) {
    this.request = request;
    this.#to = to;
    this.#send = send;
    this.#events = events;
    const invites = request.method === 'INVITE';
    this.#repeat = new Repeat(
      () => {
        send(request, to);
      },
      () => {
        this.#ended = true;
        events.failed(timeoutOf(`an answer to ${request.method}`, GIVE_UP_MS, this.#lastSeen));
      },
      invites ? GIVE_UP_MS : T2_MS,
    );
    send(request, to);
  }

  get finished(): boolean {
    return this.#ended;
  }

  receive(response: SipResponse): void {
    this.#lastSeen = titleOf(response);
    const invites = this.request.method === 'INVITE';
    if (response.status < 200) {
      if (invites) this.#repeat.stop();
      if (!this.#ended) this.#events.provisional?.(response);
      return;
    }
    this.#repeat.stop();
    if (invites && response.status >= 300) this.#acknowledge(response);
    if (this.#ended && !(invites && response.status < 300)) return;
    this.#ended = true;
    this.#events.final(response);
  }

  /** The CANCEL that belongs to this INVITE: same branch, same number (RFC 3261 §9.1). */
  cancel(): SipRequest {
    const { request } = this;
    const headers = new SipHeaders();
    copy(request.headers, headers, ['Via', 'From', 'To', 'Call-ID', 'Max-Forwards', 'Route']);
    headers.add('CSeq', `${String(cseqOf(request).number)} CANCEL`);
    return { kind: 'request', method: 'CANCEL', uri: request.uri, headers, body: '' };
  }

  /** Stops all repetition, silently: the socket is closing. */
  close(): void {
    this.#repeat.stop();
    if (this.#ended) return;
    this.#ended = true;
    this.#events.failed(
      new SipFailure('sip-closed', `Closed while ${this.request.method} was open`, {
        lastSeen: this.#lastSeen,
      }),
    );
  }

  #acknowledge(response: SipResponse): void {
    const { request } = this;
    const headers = new SipHeaders();
    copy(request.headers, headers, ['Via', 'From', 'Call-ID', 'Max-Forwards', 'Route']);
    headers.add('To', response.headers.get('To') ?? '');
    headers.add('CSeq', `${String(cseqOf(request).number)} ACK`);
    this.#send({ kind: 'request', method: 'ACK', uri: request.uri, headers, body: '' }, this.#to);
  }
}

export type Reply = { headers?: [string, string][]; body?: string; toTag?: string };

/** A request of the far side, from arrival until its answer is settled. */
export class ServerTransaction {
  readonly request: SipRequest;
  readonly receivedAt: number;
  /** Set by the owner of an INVITE: the caller gave up. */
  onCancel: ((cancel: SipRequest) => void) | undefined;
  /** Set by the owner of an INVITE: nobody acknowledged the final answer. */
  onUnacknowledged: (() => void) | undefined;
  readonly #from: Peer;
  readonly #send: Send;
  #last: SipResponse | undefined;
  #repeat: Repeat | undefined;

  constructor(request: SipRequest, from: RemoteInfo, receivedAt: number, send: Send) {
    this.request = request;
    this.receivedAt = receivedAt;
    this.#from = { host: from.address, port: from.port };
    this.#send = send;
  }

  /** The status sent so far; 0 when none. */
  get status(): number {
    return this.#last?.status ?? 0;
  }

  get finished(): boolean {
    return this.status >= 200;
  }

  reply(status: number, reason: string, extra: Reply = {}): void {
    if (this.status >= 200) return;
    const headers = new SipHeaders();
    copy(this.request.headers, headers, ['Via', 'Record-Route', 'From']);
    const to = this.request.headers.get('To') ?? '';
    const tagged = extra.toTag === undefined || /;\s*tag=/i.test(to);
    headers.add('To', tagged ? to : `${to};tag=${extra.toTag ?? ''}`);
    copy(this.request.headers, headers, ['Call-ID', 'CSeq']);
    for (const [name, value] of extra.headers ?? []) headers.add(name, value);
    const response: SipResponse = {
      kind: 'response',
      status,
      reason,
      headers,
      body: extra.body ?? '',
    };
    this.#last = response;
    this.#send(response, this.#from);
    if (status < 200 || this.request.method !== 'INVITE') return;
    this.#repeat = new Repeat(
      () => {
        this.#send(response, this.#from);
      },
      () => {
        this.onUnacknowledged?.();
      },
      T2_MS,
    );
  }

  /** The same request came again: our answer was lost. */
  again(): void {
    if (this.#last) this.#send(this.#last, this.#from);
  }

  acknowledged(): void {
    this.#repeat?.stop();
  }

  close(): void {
    this.#repeat?.stop();
  }
}

/** Remembers transactions long enough to recognise what is repeated, without a timer for each. */
export class Recent<T extends { readonly finished: boolean; close: () => void }> {
  readonly #entries = new Map<string, { value: T; since: number }>();
  readonly #nowMs: () => number;

  constructor(nowMs = (): number => performance.now()) {
    this.#nowMs = nowMs;
  }

  get(key: string): T | undefined {
    return this.#entries.get(key)?.value;
  }

  set(key: string, value: T): void {
    const now = this.#nowMs();
    // A Map keeps the order of insertion: the oldest stand in front.
    for (const [old, entry] of this.#entries) {
      if (now - entry.since < GIVE_UP_MS) break;
      this.#entries.delete(old);
      // A phone may ring for minutes: what is not finished is kept, and looked at again later.
      if (!entry.value.finished) this.#entries.set(old, { value: entry.value, since: now });
    }
    this.#entries.set(key, { value, since: now });
  }

  close(): void {
    for (const { value } of this.#entries.values()) value.close();
    this.#entries.clear();
  }
}

export function keyOf(message: SipRequest | SipResponse, method: string): string {
  return `${branchOf(message)} ${method}`;
}

function copy(from: SipHeaders, to: SipHeaders, names: readonly string[]): void {
  for (const name of names) for (const value of from.all(name)) to.add(name, value);
}

import { randomBytes } from 'node:crypto';
import type { RemoteInfo, Socket } from 'node:dgram';
import { performance } from 'node:perf_hooks';
import { parseAddress, parseUri } from './address.ts';
import { SipFailure } from './failure.ts';
import {
  cseqOf,
  parseMessage,
  SipHeaders,
  writeMessage,
  type SipRequest,
  type SipResponse,
} from './message.ts';
import { openUdp, SharedRtpSocket } from './rtp-socket.ts';
import {
  ClientTransaction,
  keyOf,
  Recent,
  ServerTransaction,
  type ClientEvents,
  type Peer,
} from './transactions.ts';

/** Who takes requests that open something new. */
export type Listener = { takeInvite: (invite: ServerTransaction) => void };
/** Who takes requests inside a dialog, the ACK of a 2xx included. */
export type DialogOwner = {
  takeRequest: (request: ServerTransaction) => void;
  takeAck: (ack: SipRequest) => void;
};

export const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY, MESSAGE';
/**
 * The switch sends the frames of all calls in one burst every 20 ms; the kernel's usual buffer
 * (208 KiB) holds about 200 of them, so 400 calls on one socket lose some.
 */
const SHARED_RTP_SOCKETS = 8;
const ANSWERED_OUTSIDE_DIALOGS = new Set(['OPTIONS', 'NOTIFY', 'INFO', 'MESSAGE']);

/**
 * One UDP socket on loopback and the transactions on it. Many phones may share one; each has its
 * own contact, by which requests find it. Closing the host ends everything on it.
 */
export class SipHost {
  readonly address: string;
  readonly port: number;
  /** Datagrams that were no SIP; they are dropped, as RFC 3261 §18 allows. */
  malformed = 0;
  readonly #socket: Socket;
  readonly #clients = new Recent<ClientTransaction>();
  readonly #servers = new Recent<ServerTransaction>();
  readonly #listeners = new Map<string, Listener>();
  readonly #dialogs = new Map<string, DialogOwner>();
  readonly #sharedRtp: Promise<SharedRtpSocket>[] = [];
  #sharedCalls = 0;
  #closing: Promise<void> | undefined;

  private constructor(socket: Socket, address: string) {
    this.#socket = socket;
    this.address = address;
    this.port = socket.address().port;
    socket.on('message', (datagram: Buffer, from: RemoteInfo) => {
      this.#receive(datagram, from, performance.now());
    });
  }

  static async open(options: { address?: string; port?: number } = {}): Promise<SipHost> {
    const address = options.address ?? '127.0.0.1';
    return new SipHost(await openUdp(address, options.port), address);
  }

  get closed(): boolean {
    return this.#closing !== undefined;
  }

  /** Sends a request that belongs to no transaction: the ACK of a 2xx. */
  sendAck(ack: SipRequest, to: Peer): void {
    this.#send(this.#withVia(ack), to);
  }

  /** Starts a transaction; the answers come as events. `sentAt` is the clock just before the send. */
  start(
    draft: SipRequest,
    to: Peer,
    events: ClientEvents,
  ): { transaction: ClientTransaction; sentAt: number } {
    if (this.#closing) throw new SipFailure('sip-closed', 'The SIP socket is closed');
    const request = draft.method === 'CANCEL' ? draft : this.#withVia(draft);
    const sentAt = performance.now();
    const transaction = new ClientTransaction(request, to, this.#send, events);
    this.#clients.set(keyOf(request, request.method), transaction);
    return { transaction, sentAt };
  }

  /** Sends a request and resolves with its final answer, whatever it is. @throws SipFailure `sip-timeout` */
  ask(draft: SipRequest, to: Peer): Promise<SipResponse> {
    return new Promise((resolve, reject) => {
      this.start(draft, to, { final: resolve, failed: reject });
    });
  }

  addListener(contact: string, listener: Listener): void {
    this.#listeners.set(contact, listener);
  }

  removeListener(contact: string, listener: Listener): void {
    if (this.#listeners.get(contact) === listener) this.#listeners.delete(contact);
  }

  addDialog(callId: string, ourTag: string, owner: DialogOwner): void {
    this.#dialogs.set(`${callId} ${ourTag}`, owner);
  }

  removeDialog(callId: string, ourTag: string): void {
    this.#dialogs.delete(`${callId} ${ourTag}`);
  }

  /** An RTP socket that sparse calls share, each in its turn. */
  sharedRtp(): Promise<SharedRtpSocket> {
    const at = this.#sharedCalls % SHARED_RTP_SOCKETS;
    this.#sharedCalls += 1;
    return (this.#sharedRtp[at] ??= SharedRtpSocket.open(this.address));
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#clients.close();
    this.#servers.close();
    this.#dialogs.clear();
    this.#listeners.clear();
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve);
    });
    for (const opening of this.#sharedRtp) (await opening).close();
  }

  readonly #send = (message: SipRequest | SipResponse, to: Peer): void => {
    if (!this.#closing) this.#socket.send(writeMessage(message), to.port, to.host);
  };

  #withVia(draft: SipRequest): SipRequest {
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`;
    const via = `SIP/2.0/UDP ${this.address}:${String(this.port)};rport;branch=${branch}`;
    return { ...draft, headers: draft.headers.copy().prepend('Via', via) };
  }

  #receive(datagram: Buffer, from: RemoteInfo, receivedAt: number): void {
    let message: SipRequest | SipResponse;
    try {
      message = parseMessage(datagram.toString('utf8'));
    } catch (error) {
      if (!(error instanceof SipFailure)) throw error;
      this.malformed += 1;
      return;
    }
    if (message.kind === 'response') {
      this.#clients.get(keyOf(message, cseqOf(message).method))?.receive(message);
    } else {
      this.#receiveRequest(message, from, receivedAt);
    }
  }

  #receiveRequest(request: SipRequest, from: RemoteInfo, receivedAt: number): void {
    const { method } = request;
    const known = this.#servers.get(keyOf(request, method === 'ACK' ? 'INVITE' : method));
    if (known) {
      if (method === 'ACK') known.acknowledged();
      else known.again();
      return;
    }
    const callId = request.headers.get('Call-ID') ?? '';
    const ourTag = parseAddress(request.headers.get('To') ?? '').tag;
    const owner = ourTag === undefined ? undefined : this.#dialogs.get(`${callId} ${ourTag}`);
    if (method === 'ACK') {
      owner?.takeAck(request);
      return;
    }
    const transaction = new ServerTransaction(request, from, receivedAt, this.#send);
    this.#servers.set(keyOf(request, method), transaction);
    if (method === 'CANCEL') this.#cancel(transaction);
    else if (owner) owner.takeRequest(transaction);
    else if (ourTag !== undefined) transaction.reply(481, 'Call/Transaction Does Not Exist');
    else if (method === 'INVITE') this.#offerInvite(transaction);
    else if (ANSWERED_OUTSIDE_DIALOGS.has(method)) {
      transaction.reply(200, 'OK', { headers: [['Allow', ALLOW]], toTag: newTag() });
    } else transaction.reply(405, 'Method Not Allowed', { headers: [['Allow', ALLOW]] });
  }

  #cancel(cancel: ServerTransaction): void {
    const invite = this.#servers.get(keyOf(cancel.request, 'INVITE'));
    if (!invite) {
      cancel.reply(481, 'Call/Transaction Does Not Exist');
      return;
    }
    cancel.reply(200, 'OK', { toTag: newTag() });
    invite.onCancel?.(cancel.request);
  }

  /** By contact, else the only phone here: a trunk dials numbers, not contacts. */
  #offerInvite(invite: ServerTransaction): void {
    const { user } = parseUri(invite.request.uri);
    const [only] = this.#listeners.size === 1 ? [...this.#listeners.values()] : [];
    const listener = this.#listeners.get(user) ?? only;
    if (listener) listener.takeInvite(invite);
    else invite.reply(404, 'Not Found', { toTag: newTag() });
  }
}

export function newTag(): string {
  return randomBytes(6).toString('hex');
}

/** The lines every request of ours starts with. */
export function baseHeaders(lines: [string, string][]): SipHeaders {
  return new SipHeaders([...lines, ['Max-Forwards', '70'], ['User-Agent', 'opora-test-phone']]);
}

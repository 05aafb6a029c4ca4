import { parseAddress, parseUri } from './address.ts';
import { baseHeaders, newTag } from './host.ts';
import type { SipRequest, SipResponse } from './message.ts';
import type { Peer } from './transactions.ts';

/** Both ends of a dialog as RFC 3261 §12 names them: what stands in every further request. */
export class Dialog {
  readonly callId: string;
  readonly ourTag: string;
  readonly contact: string;
  readonly #local: string;
  #remote: string;
  #target: string;
  #routes: string[] = [];
  #cseq: number;
  readonly #firstHop: Peer;

  private constructor(start: {
    callId: string;
    ourTag: string;
    contact: string;
    local: string;
    remote: string;
    target: string;
    cseq: number;
    firstHop: Peer;
  }) {
    this.callId = start.callId;
    this.ourTag = start.ourTag;
    this.contact = start.contact;
    this.#local = start.local;
    this.#remote = start.remote;
    this.#target = start.target;
    this.#cseq = start.cseq;
    this.#firstHop = start.firstHop;
  }

  /** For a call of ours; the far tag comes with the answer. `from` has no tag yet. */
  static outgoing(from: string, uri: string, contact: string, firstHop: Peer): Dialog {
    const ourTag = newTag();
    return new Dialog({
      callId: `${newTag()}${newTag()}`,
      ourTag,
      contact,
      local: `${from};tag=${ourTag}`,
      remote: `<${uri}>`,
      target: uri,
      cseq: 0,
      firstHop,
    });
  }

  /** For a call that came in. */
  static incoming(invite: SipRequest, contact: string): Dialog {
    const ourTag = newTag();
    const target = contactOf(invite) ?? '';
    const { host, port } = parseUri(target);
    const dialog = new Dialog({
      callId: invite.headers.get('Call-ID') ?? '',
      ourTag,
      contact,
      local: `${invite.headers.get('To') ?? ''};tag=${ourTag}`,
      remote: invite.headers.get('From') ?? '',
      target,
      cseq: 0,
      firstHop: { host, port },
    });
    dialog.#routes = invite.headers.list('Record-Route');
    return dialog;
  }

  /** The answer to our INVITE fixes the far end. */
  establish(answer: SipResponse): void {
    this.#remote = answer.headers.get('To') ?? this.#remote;
    this.#target = contactOf(answer) ?? this.#target;
    this.#routes = answer.headers.list('Record-Route').reverse();
  }

  /** A re-INVITE or UPDATE may move the far end (RFC 3261 §12.2.2). */
  refresh(message: SipRequest): void {
    this.#target = contactOf(message) ?? this.#target;
  }

  request(method: string, extra: [string, string][] = [], body = ''): SipRequest {
    this.#cseq += 1;
    return this.#write(method, this.#cseq, extra, body);
  }

  /** The ACK of a 2xx carries the number of its INVITE. */
  ack(inviteNumber: number): SipRequest {
    return this.#write('ACK', inviteNumber, [], '');
  }

  /** Where the next request goes: the first proxy, else the far contact. */
  get nextHop(): Peer {
    const [route] = this.#routes;
    const { host, port } = parseUri(route === undefined ? this.#target : parseAddress(route).uri);
    return host === '' ? this.#firstHop : { host, port };
  }

  get firstHop(): Peer {
    return this.#firstHop;
  }

  #write(method: string, number: number, extra: [string, string][], body: string): SipRequest {
    const headers = baseHeaders([
      ['From', this.#local],
      ['To', this.#remote],
      ['Call-ID', this.callId],
      ['CSeq', `${String(number)} ${method}`],
      ['Contact', this.contact],
    ]);
    for (const route of this.#routes) headers.add('Route', route);
    for (const [name, value] of extra) headers.add(name, value);
    return { kind: 'request', method, uri: this.#target, headers, body };
  }
}

function contactOf(message: SipRequest | SipResponse): string | undefined {
  const [contact] = message.headers.list('Contact');
  return contact === undefined ? undefined : parseAddress(contact).uri;
}

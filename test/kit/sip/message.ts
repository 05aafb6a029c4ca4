import { SipFailure } from './failure.ts';

/** Compact header names of RFC 3261 §7.3.3 that a peer may send. */
const COMPACT: Readonly<Record<string, string>> = {
  v: 'via',
  f: 'from',
  t: 'to',
  i: 'call-id',
  m: 'contact',
  l: 'content-length',
  c: 'content-type',
  k: 'supported',
};

/** Header lines in their order; names compare without regard to case or compact form. */
export class SipHeaders {
  readonly #lines: [name: string, value: string][];

  constructor(lines: Iterable<[string, string]> = []) {
    this.#lines = [...lines];
  }

  get(name: string): string | undefined {
    return this.all(name)[0];
  }

  all(name: string): string[] {
    const wanted = canonical(name);
    return this.#lines.filter(([key]) => canonical(key) === wanted).map(([, value]) => value);
  }

  /** Values of a header that may also be joined by commas on one line (Via, Route, Contact). */
  list(name: string): string[] {
    return this.all(name).flatMap(splitList);
  }

  add(name: string, value: string): this {
    this.#lines.push([name, value]);
    return this;
  }

  prepend(name: string, value: string): this {
    this.#lines.unshift([name, value]);
    return this;
  }

  copy(): SipHeaders {
    return new SipHeaders(this.#lines);
  }

  without(...names: string[]): SipHeaders {
    const dropped = new Set(names.map(canonical));
    return new SipHeaders(this.#lines.filter(([key]) => !dropped.has(canonical(key))));
  }

  toString(): string {
    return this.#lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  }
}

export type SipRequest = {
  kind: 'request';
  method: string;
  uri: string;
  headers: SipHeaders;
  body: string;
};

export type SipResponse = {
  kind: 'response';
  status: number;
  reason: string;
  headers: SipHeaders;
  body: string;
};

/** Reads one datagram. @throws SipFailure `sip-bad-message` */
export function parseMessage(text: string): SipRequest | SipResponse {
  const split = text.indexOf('\r\n\r\n');
  const head = split < 0 ? text : text.slice(0, split);
  const body = split < 0 ? '' : text.slice(split + 4);
  // A line that starts with white space continues the one before (RFC 3261 §7.3.1).
  const [first = '', ...rest] = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = new SipHeaders(
    rest
      .filter((line) => line.includes(':'))
      .map((line): [string, string] => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
      }),
  );
  const status = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (status) {
    return { kind: 'response', status: Number(status[1]), reason: status[2] ?? '', headers, body };
  }
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(first);
  if (request) {
    return { kind: 'request', method: request[1] ?? '', uri: request[2] ?? '', headers, body };
  }
  throw new SipFailure('sip-bad-message', 'Not a SIP start line', { first });
}

export function writeMessage(message: SipRequest | SipResponse): string {
  const start =
    message.kind === 'request'
      ? `${message.method} ${message.uri} SIP/2.0`
      : `SIP/2.0 ${String(message.status)} ${message.reason}`;
  const length = String(Buffer.byteLength(message.body));
  return `${start}\r\n${message.headers.toString()}Content-Length: ${length}\r\n\r\n${message.body}`;
}

/** `INVITE`, or `180 Ringing`: what a person calls the message. */
export function titleOf(message: SipRequest | SipResponse): string {
  if (message.kind === 'request') return message.method;
  return `${String(message.status)} ${message.reason} (${cseqOf(message).method})`;
}

export function cseqOf(message: SipRequest | SipResponse): { number: number; method: string } {
  const [number = '0', method = ''] = (message.headers.get('CSeq') ?? '').split(/\s+/);
  return { number: Number(number), method };
}

/** The branch of the top Via: the key of a transaction (RFC 3261 §17.1.3). */
export function branchOf(message: SipRequest | SipResponse): string {
  const via = message.headers.list('Via')[0] ?? '';
  return /;\s*branch=([^;,\s]+)/i.exec(via)?.[1] ?? '';
}

function canonical(name: string): string {
  const lower = name.toLowerCase();
  return COMPACT[lower] ?? lower;
}

function splitList(value: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let angle = false;
  for (let at = 0; at < value.length; at += 1) {
    const char = value[at];
    if (quoted && char === '\\') at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '<') angle = true;
    else if (char === '>') angle = false;
    else if (char === ',' && !angle) {
      parts.push(value.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(value.slice(start).trim());
  return parts;
}

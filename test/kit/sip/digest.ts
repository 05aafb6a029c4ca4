import { createHash, randomBytes } from 'node:crypto';

/** What a 401 or 407 asks for (RFC 2617 §3.2.1). */
export type DigestChallenge = {
  realm: string;
  nonce: string;
  opaque?: string;
  qop?: 'auth';
  algorithm?: string;
};

export type DigestQuestion = {
  user: string;
  password: string;
  method: string;
  uri: string;
  /** How often this nonce has been used, this time included. */
  count: number;
  cnonce: string;
};

/** Reads a challenge header; undefined when it is not Digest with MD5 (we speak nothing else). */
export function parseChallenge(header: string): DigestChallenge | undefined {
  if (!/^digest\s/i.test(header)) return undefined;
  const params = new Map<string, string>();
  for (const match of header.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi)) {
    params.set((match[1] ?? '').toLowerCase(), match[2] ?? match[3] ?? '');
  }
  const algorithm = params.get('algorithm');
  if (algorithm !== undefined && algorithm.toUpperCase() !== 'MD5') return undefined;
  const opaque = params.get('opaque');
  const offersAuth = params
    .get('qop')
    ?.split(',')
    .some((qop) => qop.trim() === 'auth');
  return {
    realm: params.get('realm') ?? '',
    nonce: params.get('nonce') ?? '',
    ...(opaque === undefined ? {} : { opaque }),
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(offersAuth ? { qop: 'auth' as const } : {}),
  };
}

/** The `response` of RFC 2617 §3.2.2.1, with or without qop. */
export function digestResponse(challenge: DigestChallenge, asked: DigestQuestion): string {
  const secret = md5(`${asked.user}:${challenge.realm}:${asked.password}`);
  const request = md5(`${asked.method}:${asked.uri}`);
  const middle = challenge.qop
    ? `${challenge.nonce}:${hexCount(asked.count)}:${asked.cnonce}:${challenge.qop}`
    : challenge.nonce;
  return md5(`${secret}:${middle}:${request}`);
}

/** One account's credentials; remembers the last challenge, so that later requests go through at once. */
export class DigestAccount {
  readonly #user: string;
  readonly #password: string;
  #challenge: DigestChallenge | undefined;
  #header: 'Authorization' | 'Proxy-Authorization' = 'Authorization';
  #count = 0;

  constructor(user: string, password: string) {
    this.#user = user;
    this.#password = password;
  }

  /** Takes the challenge of a 401 or 407; false when it cannot be met. */
  learn(status: number, challenges: readonly string[]): boolean {
    const challenge = challenges.map(parseChallenge).find((parsed) => parsed !== undefined);
    if (!challenge) return false;
    this.#challenge = challenge;
    this.#header = status === 407 ? 'Proxy-Authorization' : 'Authorization';
    this.#count = 0;
    return true;
  }

  /** The header for a request; undefined before the first challenge. */
  headerFor(method: string, uri: string): [name: string, value: string] | undefined {
    const challenge = this.#challenge;
    if (!challenge) return undefined;
    this.#count += 1;
    const asked = {
      user: this.#user,
      password: this.#password,
      method,
      uri,
      count: this.#count,
      cnonce: randomBytes(8).toString('hex'),
    };
    const parts = [
      `username="${this.#user.replace(/["\\]/g, '\\$&')}"`,
      `realm="${challenge.realm}"`,
      `nonce="${challenge.nonce}"`,
      `uri="${uri}"`,
      `response="${digestResponse(challenge, asked)}"`,
      'algorithm=MD5',
    ];
    if (challenge.opaque !== undefined) parts.push(`opaque="${challenge.opaque}"`);
    if (challenge.qop) {
      parts.push(`qop=auth`, `nc=${hexCount(asked.count)}`, `cnonce="${asked.cnonce}"`);
    }
    return [this.#header, `Digest ${parts.join(', ')}`];
  }
}

function hexCount(count: number): string {
  return count.toString(16).padStart(8, '0');
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

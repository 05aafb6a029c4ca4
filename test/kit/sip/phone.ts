import { EventEmitter } from 'node:events';
import { escapeUser, quoteName, uriFor } from './address.ts';
import type { SipCall } from './call.ts';
import { Dialog } from './dialog.ts';
import { DigestAccount } from './digest.ts';
import { SipFailure } from './failure.ts';
import { baseHeaders, newTag, SipHost } from './host.ts';
import type { SipResponse } from './message.ts';
import { Moment } from './moment.ts';
import { placeCall } from './outgoing.ts';
import { SipRing } from './ring.ts';
import { noTransport, ownTransport } from './rtp-socket.ts';
import { RtpStream } from './rtp-stream.ts';
import type { Peer, ServerTransaction } from './transactions.ts';

/** What a phone does by itself when it rings; `silent`: not one answer, like a phone that has lost its network. */
export type AutoAnswer = 'ring' | 'answer' | 'busy' | 'silent';

export type SipPhoneOptions = {
  /** The account, or the caller's number on a trunk. */
  user: string;
  password?: string;
  /** When the account that authenticates is not `user`. */
  authUser?: string;
  server: Peer;
  /** Display name; any characters. */
  name?: string;
  /** Rings as `"Anonymous" <sip:anonymous@anonymous.invalid>` with `Privacy: id`. */
  withheld?: boolean;
  autoAnswer?: AutoAnswer;
  /** `true` (default): 20 ms audio on its own socket; `'sparse'`: a shared socket, one frame a second; `false`: none. */
  rtp?: boolean | 'sparse';
  /** A socket shared with other phones; without it the phone opens and closes its own. */
  host?: SipHost;
  /** UDP port of its own socket; any free one unless told. */
  port?: number;
};

export type SipPhoneEvents = {
  /** A call rings here (before `nextRing` gets it). */
  ring: [ring: SipRing];
  /** The registration could not be renewed. */
  registrationLost: [error: unknown];
};

/** How long a closing phone waits for the far side to confirm. */
const FAREWELL_MS = 1000;
/** A registration is renewed when this share of its time is over. */
const RENEW_SHARE = 0.8;
const DEFAULT_EXPIRES_SECONDS = 300;

/**
 * A SIP phone for tests: one account, any number of calls. `close()` hangs up what still lives,
 * unregisters, and closes the socket if it is the phone's own.
 */
export class SipPhone extends EventEmitter<SipPhoneEvents> {
  autoAnswer: AutoAnswer;
  readonly host: SipHost;
  readonly #options: SipPhoneOptions;
  readonly #contactUser = `p${newTag()}`;
  readonly #account: DigestAccount | undefined;
  readonly #calls = new Set<SipCall>();
  readonly #rings: SipRing[] = [];
  readonly #ringing = new Set<SipRing>();
  readonly #waiting: Moment<SipRing>[] = [];
  readonly #registration = { callId: newTag(), tag: newTag(), cseq: 0 };
  #renewal: NodeJS.Timeout | undefined;
  #registered = false;
  #closing: Promise<void> | undefined;

  private constructor(options: SipPhoneOptions, host: SipHost) {
    super();
    this.#options = options;
    this.host = host;
    this.autoAnswer = options.autoAnswer ?? 'ring';
    this.#account =
      options.password === undefined
        ? undefined
        : new DigestAccount(options.authUser ?? options.user, options.password);
    host.addListener(this.#contactUser, this);
  }

  static async open(options: SipPhoneOptions): Promise<SipPhone> {
    const own = options.port === undefined ? {} : { port: options.port };
    return new SipPhone(options, options.host ?? (await SipHost.open(own)));
  }

  /** The URI under which this phone is reached directly. */
  get contact(): string {
    return `sip:${this.#contactUser}@${this.host.address}:${String(this.host.port)}`;
  }

  get registered(): boolean {
    return this.#registered;
  }

  /** The calls that live now. */
  get calls(): readonly SipCall[] {
    return [...this.#calls];
  }

  /** Registers and keeps renewing. @throws SipFailure `sip-refused` (details.status) `sip-timeout` */
  async register(expiresSeconds = DEFAULT_EXPIRES_SECONDS): Promise<void> {
    await this.#sendRegister(expiresSeconds);
    this.#registered = true;
    clearTimeout(this.#renewal);
    this.#renewal = setTimeout(
      () => {
        this.register(expiresSeconds).catch((error: unknown) => {
          this.#registered = false;
          this.emit('registrationLost', error);
        });
      },
      expiresSeconds * 1000 * RENEW_SHARE,
    );
    this.#renewal.unref();
  }

  async unregister(): Promise<void> {
    clearTimeout(this.#renewal);
    this.#registered = false;
    await this.#sendRegister(0);
  }

  /** Dials a number, an account or a `sip:` URI; resolves when the INVITE has left. */
  async call(dialled: string, extra: { headers?: Record<string, string> } = {}): Promise<SipCall> {
    this.#mustBeOpen();
    const { server, user, name, withheld } = this.#options;
    const uri = uriFor(dialled, server);
    const shown = name === undefined ? '' : `${quoteName(name)} `;
    const from = withheld
      ? '"Anonymous" <sip:anonymous@anonymous.invalid>'
      : `${shown}<sip:${escapeUser(user)}@${server.host}>`;
    const stream = await this.#openStream((key) => {
      call.heardKey(key);
    });
    if (this.#closing || this.host.closed) stream.close();
    this.#mustBeOpen();
    const call = placeCall({
      host: this.host,
      dialog: Dialog.outgoing(from, uri, `<${this.contact}>`, server),
      stream,
      account: this.#account,
      headers: [
        ...(withheld ? [['Privacy', 'id'] as [string, string]] : []),
        ...Object.entries(extra.headers ?? {}),
      ],
      adopt: this.#adopt,
    });
    return call;
  }

  /** The oldest ring nobody has taken yet, even if it is over by now. @throws SipFailure `sip-timeout` */
  async nextRing(withinMs: number): Promise<SipRing> {
    const ring = this.#rings.shift();
    if (ring) return ring;
    const moment = new Moment<SipRing>(
      `a ring at ${this.#options.user}`,
      () => `${String(this.#calls.size)} calls, ${this.#registered ? '' : 'not '}registered`,
    );
    this.#waiting.push(moment);
    try {
      return await moment.within(withinMs);
    } finally {
      const at = this.#waiting.indexOf(moment);
      if (at >= 0) this.#waiting.splice(at, 1);
    }
  }

  /** Forgets rings that nobody took, so that `nextRing` waits for a new one. */
  forgetRings(): void {
    this.#rings.length = 0;
  }

  /** Ends everything; never rejects: a far side that is gone cannot confirm. Twice is harmless. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const closed = new SipFailure('sip-closed', `The phone ${this.#options.user} was closed`);
    for (const moment of this.#waiting) moment.fail(closed);
    for (const ring of this.#ringing) if (ring.state === 'ringing') ring.reject(480);
    const farewells: Promise<void>[] = [...this.#calls].map((call) => call.hangUp(FAREWELL_MS));
    if (this.#registered) farewells.push(inTime(this.unregister(), FAREWELL_MS));
    clearTimeout(this.#renewal);
    await Promise.allSettled(farewells);
    for (const call of this.#calls) {
      call.end({ by: 'us', status: 0, reason: 'phone closed', cause: undefined });
    }
    this.host.removeListener(this.#contactUser, this);
    if (!this.#options.host) await this.host.close();
  }

  /** @private An INVITE for this phone. */
  takeInvite(invite: ServerTransaction): void {
    const ring = new SipRing({
      host: this.host,
      contact: `<${this.contact}>`,
      invite,
      openStream: this.#openStream,
      adopt: this.#adopt,
    });
    this.#ringing.add(ring);
    ring.whenOver(() => this.#ringing.delete(ring));
    if (this.autoAnswer === 'busy') ring.reject(486);
    else if (this.autoAnswer !== 'silent') ring.sound();
    if (this.autoAnswer === 'answer') {
      ring.answer().catch((error: unknown) => {
        // Whoever asks `ring.answer()` gets the same failure; a caller who left is no fault here.
        if (!(error instanceof SipFailure)) throw error;
      });
    }
    this.emit('ring', ring);
    const waiting = this.#waiting.shift();
    if (waiting) waiting.happen(ring);
    else this.#rings.push(ring);
  }

  readonly #adopt = (call: SipCall): void => {
    this.#calls.add(call);
    call.whenEnded(() => {
      this.#calls.delete(call);
    });
  };

  readonly #openStream = async (onKey: (key: string) => void): Promise<RtpStream> => {
    const { rtp = true } = this.#options;
    const receive = (packet: Buffer): void => {
      stream.receive(packet);
    };
    const transport =
      rtp === true
        ? await ownTransport(this.host.address, receive)
        : rtp === 'sparse'
          ? (await this.host.sharedRtp()).transport(receive)
          : noTransport();
    const stream = new RtpStream(transport, rtp !== true, onKey);
    if (rtp === false) stream.talk({ nothing: true });
    return stream;
  };

  async #sendRegister(expiresSeconds: number): Promise<void> {
    const { server } = this.#options;
    let response: SipResponse | undefined;
    // Twice more: a remembered nonce may be stale, the fresh one must then do.
    for (let attempt = 0; attempt < 3; attempt += 1) {
      response = await this.#askRegister(expiresSeconds);
      if (response.status < 300) return;
      const header = response.status === 407 ? 'Proxy-Authenticate' : 'WWW-Authenticate';
      const challenged = response.status === 401 || response.status === 407;
      if (!challenged) break;
      if (!this.#account?.learn(response.status, response.headers.all(header))) break;
    }
    throw new SipFailure(
      'sip-refused',
      `${server.host} refused to register ${this.#options.user}: ${String(response?.status)}`,
      { status: response?.status, reason: response?.reason },
    );
  }

  #askRegister(expiresSeconds: number): Promise<SipResponse> {
    const { server, user } = this.#options;
    const uri = `sip:${server.host}:${String(server.port)}`;
    const address = `<sip:${escapeUser(user)}@${server.host}>`;
    this.#registration.cseq += 1;
    const headers = baseHeaders([
      ['From', `${address};tag=${this.#registration.tag}`],
      ['To', address],
      ['Call-ID', this.#registration.callId],
      ['CSeq', `${String(this.#registration.cseq)} REGISTER`],
      ['Contact', `<${this.contact}>`],
      ['Expires', String(expiresSeconds)],
    ]);
    const authorization = this.#account?.headerFor('REGISTER', uri);
    if (authorization) headers.add(...authorization);
    return this.host.ask({ kind: 'request', method: 'REGISTER', uri, headers, body: '' }, server);
  }

  #mustBeOpen(): void {
    if (!this.#closing && !this.host.closed) return;
    throw new SipFailure('sip-closed', `The phone ${this.#options.user} is closed`);
  }
}

/** Waits for `work`, but no longer than `withinMs`. */
async function inTime(work: Promise<void>, withinMs: number): Promise<void> {
  const moment = new Moment<undefined>('a farewell', () => 'nothing');
  work.then(
    () => {
      moment.happen(undefined);
    },
    (error: unknown) => {
      moment.fail(error instanceof Error ? error : new Error(String(error)));
    },
  );
  await moment.within(withinMs);
}

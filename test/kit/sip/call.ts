import { performance } from 'node:perf_hooks';
import type { Dialog } from './dialog.ts';
import type { Heard } from './ear.ts';
import { SipFailure } from './failure.ts';
import { ALLOW, type SipHost } from './host.ts';
import { titleOf, type SipRequest, type SipResponse } from './message.ts';
import { Moment } from './moment.ts';
import type { RtpStream, Speech } from './rtp-stream.ts';
import { OUR_EVENT_TYPE, parseSdp, writeSdp, type CodecName, type RemoteMedia } from './sdp.ts';
import type { ServerTransaction } from './transactions.ts';

/**
 * ```txt
 * calling ──18x──► ringing ──2xx──► talking ──BYE──► ended
 *    └───────────────┴── refused, cancelled, timed out ──┘
 * ```
 */
export type CallState = 'calling' | 'ringing' | 'talking' | 'ended';

export type CallEnd = {
  /** Who ended it; `network`: nobody answered in time. */
  by: 'us' | 'them' | 'network';
  /** The final status of the INVITE; 200 when the call was answered and then hung up. */
  status: number;
  reason: string;
  /** Q.850 cause of the far side's `Reason` header, when it sent one (16 normal, 17 busy, 26 answered elsewhere). */
  cause: number | undefined;
  /** `performance.now()`. */
  at: number;
};

export type CallParts = {
  host: SipHost;
  dialog: Dialog;
  stream: RtpStream;
  inviteSentAt: number;
};

const OUR_CODECS: readonly CodecName[] = ['PCMA', 'PCMU'];
const TRACE_LINES = 20;

/** One call at a phone, out or in. Times are `performance.now()` in ms. */
export class SipCall {
  /** When the (last) INVITE left; of a call that came in: when it arrived. */
  inviteSentAt: number;
  ringingAt: number | undefined;
  answeredAt: number | undefined;
  endedAt: number | undefined;
  /** Keys the far side pressed (RFC 4733, or INFO). */
  keys = '';
  readonly #host: SipHost;
  readonly #dialog: Dialog;
  readonly #stream: RtpStream;
  readonly #trace: string[] = [];
  readonly #ringing = new Moment<SipCall>('ringing', () => this.lastSeen);
  readonly #answered = new Moment<SipCall>('an answer', () => this.lastSeen);
  readonly #ended = new Moment<CallEnd>('the end of the call', () => this.lastSeen);
  readonly #keyWaits = new Map<string, Moment<string>>();
  readonly #whenEnded: (() => void)[] = [];
  #state: CallState = 'calling';
  #sdpVersion = 0;
  #abandon: (() => void) | undefined;

  /** @private */
  constructor(parts: CallParts) {
    this.#host = parts.host;
    this.#dialog = parts.dialog;
    this.#stream = parts.stream;
    this.inviteSentAt = parts.inviteSentAt;
    this.#host.addDialog(parts.dialog.callId, parts.dialog.ourTag, this);
  }

  get state(): CallState {
    return this.#state;
  }

  get callId(): string {
    return this.#dialog.callId;
  }

  /** The last messages of this call, oldest first. */
  get trace(): readonly string[] {
    return this.#trace;
  }

  get lastSeen(): string {
    return `${this.#state}; ${this.#trace.slice(-3).join(', ') || 'no message'}`;
  }

  /** Resolves at the first 18x with a tag. @throws SipFailure `sip-timeout` `sip-call-over` */
  ringing(withinMs: number): Promise<SipCall> {
    return this.#ringing.within(withinMs);
  }

  /** @throws SipFailure `sip-timeout`; `sip-call-over` (details: the CallEnd) when it ended unanswered */
  answered(withinMs: number): Promise<SipCall> {
    return this.#answered.within(withinMs);
  }

  /** @throws SipFailure `sip-timeout` */
  ended(withinMs: number): Promise<CallEnd> {
    return this.#ended.within(withinMs);
  }

  /**
   * CANCEL before the answer, BYE after it. Resolves when the far side has confirmed; harmless on
   * an ended call. @throws SipFailure `sip-timeout` when nobody confirms within `withinMs`
   */
  async hangUp(withinMs = 5000): Promise<void> {
    if (this.#state === 'ended') return;
    if (this.#state !== 'talking') {
      this.#abandon?.();
      await this.#ended.within(withinMs);
      return;
    }
    const confirmed = new Moment<SipResponse>('the answer to BYE', () => this.lastSeen);
    const bye = this.#dialog.request('BYE');
    this.note('→ BYE');
    this.#host.start(bye, this.#dialog.nextHop, {
      final: (response) => {
        this.note(`← ${titleOf(response)}`);
        confirmed.happen(response);
      },
      failed: (error) => {
        confirmed.fail(error);
      },
    });
    this.end({ by: 'us', status: 200, reason: 'BYE', cause: undefined });
    await confirmed.within(withinMs);
  }

  /** Changes what the far side hears; before the answer it is kept for then. */
  talk(speech: Speech): void {
    this.#stream.talk(speech);
  }

  /** Sends silence. `talk({ nothing: true })` sends not even packets. */
  mute(): void {
    this.#stream.talk({ silence: true });
  }

  /** Presses keys as RFC 4733 events; resolves when they have left. @throws SipFailure `sip-no-media` */
  async sendDtmf(keys: string): Promise<void> {
    await this.#stream.press(keys);
  }

  /** Resolves when the keys received so far contain `keys`. @throws SipFailure `sip-timeout` */
  pressed(keys: string, withinMs: number): Promise<string> {
    const wait =
      this.#keyWaits.get(keys) ?? new Moment<string>(`keys ${keys}`, () => `keys "${this.keys}"`);
    this.#keyWaits.set(keys, wait);
    if (this.keys.includes(keys)) wait.happen(this.keys);
    return wait.within(withinMs);
  }

  heard(): Heard {
    return this.#stream.ear.heard();
  }

  resetHeard(): void {
    this.#stream.ear.reset();
  }

  /** Resolves when 100 ms of the tone arrive from now on. @throws SipFailure `sip-timeout` */
  hears(toneHz: number, withinMs: number): Promise<number> {
    return this.#stream.ear.hears(toneHz, withinMs);
  }

  /** How long only silence, or nothing, has been arriving. */
  silenceMs(): number {
    return this.#stream.ear.silenceMs();
  }

  /** @private A line for the trace. */
  note(line: string): void {
    this.#trace.push(`${line} @${performance.now().toFixed(1)}`);
    if (this.#trace.length > TRACE_LINES) this.#trace.shift();
  }

  /** @private How to give up before the answer: CANCEL, or a refusal. */
  abandonWith(abandon: () => void): void {
    this.#abandon = abandon;
  }

  /** @private */
  whenEnded(listener: () => void): void {
    this.#whenEnded.push(listener);
  }

  /** @private */
  heardRinging(): void {
    if (this.#state !== 'calling') return;
    this.#state = 'ringing';
    this.ringingAt = performance.now();
    this.#ringing.happen(this);
  }

  /** @private */
  heardAnswer(): void {
    if (this.#state === 'ended' || this.#state === 'talking') return;
    this.#state = 'talking';
    this.answeredAt = performance.now();
    this.#ringing.happen(this);
    this.#answered.happen(this);
  }

  /** @private */
  heardKey(key: string): void {
    this.keys += key;
    for (const [keys, wait] of this.#keyWaits) {
      if (this.keys.includes(keys)) wait.happen(this.keys);
    }
  }

  /** @private The one door to the end. */
  end(how: Omit<CallEnd, 'at'>): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.endedAt = performance.now();
    const end = { ...how, at: this.endedAt };
    const over = new SipFailure(
      'sip-call-over',
      `The call ended unanswered: ${String(end.status)} ${end.reason}`,
      end,
    );
    this.#ringing.fail(over);
    this.#answered.fail(over);
    this.#ended.happen(end);
    this.#stream.close();
    this.#host.removeDialog(this.#dialog.callId, this.#dialog.ourTag);
    for (const listener of this.#whenEnded) listener();
  }

  /** @private Our session description: an offer, or the answer to `offer`. */
  describe(offer?: RemoteMedia): string {
    this.#sdpVersion += 1;
    const common = offer?.codecs.slice(0, 1) ?? [];
    return writeSdp({
      host: this.#host.address,
      port: this.#stream.port,
      codecs: common.length > 0 ? common : OUR_CODECS,
      eventType: offer?.eventType ?? OUR_EVENT_TYPE,
      version: this.#sdpVersion,
    });
  }

  /** @private Takes a session description of the far side; undefined when the message has none. */
  hearDescription(message: SipRequest | SipResponse): RemoteMedia | undefined {
    const remote = message.body === '' ? undefined : parseSdp(message.body);
    const [codec] = remote?.codecs ?? [];
    if (!remote || codec === undefined) return undefined;
    const { host, port, eventType } = remote;
    // Port 0 refuses the stream, 0.0.0.0 is the old way to hold: nowhere to send to.
    const reachable = port > 0 && host !== '' && host !== '0.0.0.0';
    if (reachable && this.#state !== 'ended')
      this.#stream.connect({ host, port, codec, eventType });
    return remote;
  }

  /** @private */
  takeAck(ack: SipRequest): void {
    this.note('← ACK');
    this.hearDescription(ack);
    this.#reinvite?.acknowledged();
    this.#reinvite = undefined;
    this.onAck?.();
  }

  /** @private Set while our 200 waits for its ACK. */
  onAck: (() => void) | undefined;
  #reinvite: ServerTransaction | undefined;

  /** @private */
  takeRequest(transaction: ServerTransaction): void {
    const { request } = transaction;
    this.note(`← ${request.method}`);
    switch (request.method) {
      case 'BYE':
        transaction.reply(200, 'OK');
        this.end({ by: 'them', status: 200, reason: 'BYE', cause: causeOf(request) });
        return;
      case 'INVITE':
      case 'UPDATE':
        this.#renegotiate(transaction);
        return;
      case 'INFO': {
        const key = /^Signal\s*=\s*([0-9A-D*#])/im.exec(request.body)?.[1];
        if (key !== undefined) this.heardKey(key);
        transaction.reply(200, 'OK');
        return;
      }
      case 'NOTIFY':
      case 'MESSAGE':
      case 'OPTIONS':
        transaction.reply(200, 'OK', { headers: [['Allow', ALLOW]] });
        return;
      default:
        transaction.reply(405, 'Method Not Allowed', { headers: [['Allow', ALLOW]] });
    }
  }

  #renegotiate(transaction: ServerTransaction): void {
    const { request } = transaction;
    this.#dialog.refresh(request);
    const offer = this.hearDescription(request);
    const contact: [string, string] = ['Contact', this.#dialog.contact];
    if (request.method === 'INVITE') this.#reinvite = transaction;
    // An UPDATE without an offer only refreshes; an INVITE without one asks for ours.
    if (!offer && request.method === 'UPDATE') {
      transaction.reply(200, 'OK', { headers: [contact] });
      return;
    }
    transaction.reply(200, 'OK', {
      headers: [contact, ['Content-Type', 'application/sdp']],
      body: this.describe(offer),
    });
  }
}

/** The Q.850 cause of a `Reason` header (RFC 3326). */
export function causeOf(message: SipRequest | SipResponse): number | undefined {
  for (const reason of message.headers.list('Reason')) {
    const cause = /^Q\.850\s*;.*?cause=(\d+)/i.exec(reason)?.[1];
    if (cause !== undefined) return Number(cause);
  }
  return undefined;
}

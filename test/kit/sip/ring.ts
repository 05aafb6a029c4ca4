import { parseAddress, type SipAddress } from './address.ts';
import { causeOf, SipCall } from './call.ts';
import { Dialog } from './dialog.ts';
import { SipFailure } from './failure.ts';
import { ALLOW, type SipHost } from './host.ts';
import { parseSdp } from './sdp.ts';
import type { SipHeaders } from './message.ts';
import { Moment } from './moment.ts';
import type { RtpStream } from './rtp-stream.ts';
import type { ServerTransaction } from './transactions.ts';

export type RingCancelled = {
  at: number;
  /** The `Reason` header, e.g. `SIP;cause=200;text="Call completed elsewhere"`. */
  reason: string | undefined;
  cause: number | undefined;
};

export type RingParts = {
  host: SipHost;
  contact: string;
  invite: ServerTransaction;
  openStream: (onKey: (key: string) => void) => Promise<RtpStream>;
  adopt: (call: SipCall) => void;
};

/**
 * ```txt
 * ringing ──answer──► answered        ringing ──reject──► rejected
 *    └──CANCEL──► cancelled
 * ```
 */
export type RingState = 'ringing' | 'answered' | 'rejected' | 'cancelled';

const REASONS: Readonly<Record<number, string>> = {
  404: 'Not Found',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  503: 'Service Unavailable',
  600: 'Busy Everywhere',
  603: 'Decline',
};

/** A call that rings at a phone. */
export class SipRing {
  /** When the INVITE arrived, `performance.now()`. */
  readonly receivedAt: number;
  readonly from: SipAddress;
  readonly to: SipAddress;
  readonly headers: SipHeaders;
  /** The body of the INVITE: the caller's session description. */
  readonly body: string;
  readonly #parts: RingParts;
  readonly #dialog: Dialog;
  readonly #cancelled = new Moment<RingCancelled>('the ring to be cancelled', () => this.#state);
  #state: RingState = 'ringing';
  #whenOver: (() => void) | undefined;
  #answering: Promise<SipCall> | undefined;

  /** @private */
  constructor(parts: RingParts) {
    const { request, receivedAt } = parts.invite;
    this.#parts = parts;
    this.receivedAt = receivedAt;
    this.headers = request.headers;
    this.body = request.body;
    this.from = parseAddress(request.headers.get('From') ?? '');
    this.to = parseAddress(request.headers.get('To') ?? '');
    this.#dialog = Dialog.incoming(request, parts.contact);
    parts.invite.onCancel = (cancel) => {
      if (this.#state !== 'ringing') return;
      this.#over('cancelled');
      parts.invite.reply(487, 'Request Terminated', { toTag: this.#dialog.ourTag });
      this.#cancelled.happen({
        at: performance.now(),
        reason: cancel.headers.get('Reason'),
        cause: causeOf(cancel),
      });
    };
  }

  get state(): RingState {
    return this.#state;
  }

  /** @private */
  whenOver(listener: () => void): void {
    this.#whenOver = listener;
  }

  /** @private Tells the caller that it rings. */
  sound(): void {
    this.#parts.invite.reply(180, 'Ringing', this.#tagged());
  }

  /** Lets it ring on: says in a test what is meant. */
  leaveRinging(): this {
    return this;
  }

  /**
   * Answers with 200 and resolves when it is acknowledged (audio flows from the 200 on).
   * A second call gives the same promise. @throws SipFailure `sip-call-over` `sip-timeout`
   */
  answer(): Promise<SipCall> {
    this.#answering ??= this.#answer();
    return this.#answering;
  }

  /** Refuses; 486 unless told. @throws SipFailure `sip-call-over` when it no longer rings */
  reject(status = 486): void {
    this.#mustRing();
    this.#over('rejected');
    this.#parts.invite.reply(status, REASONS[status] ?? 'Rejected', this.#tagged());
  }

  /** @throws SipFailure `sip-timeout`; `sip-call-over` when it was answered or rejected instead */
  cancelled(withinMs: number): Promise<RingCancelled> {
    return this.#cancelled.within(withinMs);
  }

  async #answer(): Promise<SipCall> {
    const { host, invite, openStream, adopt } = this.#parts;
    this.#mustRing();
    const offer = invite.request.body === '' ? undefined : parseSdp(invite.request.body);
    const stream = await openStream((key) => {
      call.heardKey(key);
    });
    // The caller may have left while the audio socket opened.
    if (this.state !== 'ringing') {
      stream.close();
      this.#mustRing();
    }
    const call = new SipCall({
      host,
      dialog: this.#dialog,
      stream,
      inviteSentAt: this.receivedAt,
    });
    const acknowledged = new Moment<SipCall>('the ACK of our 200', () => call.lastSeen);
    call.onAck = () => {
      invite.acknowledged();
      acknowledged.happen(call);
    };
    call.whenEnded(() => {
      invite.acknowledged();
      acknowledged.happen(call);
    });
    invite.onUnacknowledged = () => {
      call.end({ by: 'network', status: 408, reason: 'no ACK', cause: undefined });
    };
    adopt(call);
    this.#over('answered');
    call.note('→ 200 OK (INVITE)');
    invite.reply(200, 'OK', {
      ...this.#tagged([['Content-Type', 'application/sdp']]),
      body: call.describe(offer),
    });
    call.heardAnswer();
    call.hearDescription(invite.request);
    return acknowledged.within(35_000);
  }

  #tagged(more: [string, string][] = []): { toTag: string; headers: [string, string][] } {
    return {
      toTag: this.#dialog.ourTag,
      headers: [['Contact', this.#dialog.contact], ['Allow', ALLOW], ...more],
    };
  }

  #mustRing(): void {
    if (this.#state === 'ringing') return;
    throw new SipFailure('sip-call-over', `The ring is over: ${this.#state}`, {
      state: this.#state,
    });
  }

  #over(state: RingState): void {
    this.#state = state;
    this.#whenOver?.();
    if (state === 'cancelled') return;
    this.#cancelled.fail(
      new SipFailure('sip-call-over', `The ring was ${state}, not cancelled`, { state }),
    );
  }
}

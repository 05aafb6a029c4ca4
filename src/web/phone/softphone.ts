import { C, UA, WebSocketInterface } from 'jssip';
import type { IncomingEvent, OutgoingEvent, RTCSession } from 'jssip/lib/RTCSession';
import type { RTCSessionEvent } from 'jssip/lib/UA';
import type { Phone } from '../../contract/session.ts';
import { closeStream, openMicrophone, type MicrophoneProblem } from './microphone.ts';
import {
  endCauseOf,
  phoneAtRest,
  stepPhone,
  type PhoneEvent,
  type PhoneState,
} from './phone-state.ts';

const REGISTER_SECONDS = 120;
const REGISTER_AGAIN_MS = 5_000;
/** Candidates of this machine come at once; waiting for more would only delay the first word. */
const CANDIDATES_WITHIN_MS = 150;

/**
 * A SIP phone in the page. It keeps its way to the switch alive by itself, holds one call at a
 * time, and never throws for a button pressed too late: a wrong moment changes nothing.
 */
export class Softphone {
  #state: PhoneState = phoneAtRest;
  #session: RTCSession | undefined;
  #microphone: MediaStream | undefined;
  #remote: MediaStream | undefined;
  #registerAgain: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  readonly #ua: UA;
  readonly #phone: Phone;
  readonly #changed: () => void;
  readonly #noMicrophone: (problem: MicrophoneProblem) => void;

  /**
   * `register`: take calls (a desk) or only make them (a citizen). `changed` fires after each
   * change of `state` or `remote`; `noMicrophone` when a call cannot have one.
   */
  constructor(deps: {
    phone: Phone;
    register: boolean;
    changed: () => void;
    noMicrophone: (problem: MicrophoneProblem) => void;
  }) {
    this.#phone = deps.phone;
    this.#changed = deps.changed;
    this.#noMicrophone = deps.noMicrophone;
    this.#ua = new UA({
      sockets: [new WebSocketInterface(deps.phone.url)],
      uri: `sip:${deps.phone.user}@${deps.phone.realm}`,
      authorization_user: deps.phone.user,
      password: deps.phone.password,
      register: deps.register,
      register_expires: REGISTER_SECONDS,
      session_timers: false,
      connection_recovery_min_interval: 1,
      connection_recovery_max_interval: 8,
      user_agent: 'Opora page',
    });
    this.#listen(deps.register);
  }

  /** Goes to the switch. Call once. */
  start(): void {
    this.#ua.start();
  }

  get state(): PhoneState {
    return this.#state;
  }

  /** What the other side says; absent outside a call. */
  get remote(): MediaStream | undefined {
    return this.#remote;
  }

  /** Takes the call that rings. Without a microphone it goes on ringing. */
  async answer(): Promise<void> {
    const session = this.#session;
    if (!session || this.#state.call.phase !== 'ringing') return;
    this.#apply({ type: 'answering', id: session.id, at: Date.now() });
    const microphone = await openMicrophone();
    if (microphone.kind !== 'granted') {
      this.#noMicrophone(microphone.kind);
      if (session === this.#session) this.#ringOn(session);
      return;
    }
    if (session !== this.#session || session.isEnded()) {
      // The caller left while the microphone was opening.
      closeStream(microphone.stream);
      return;
    }
    this.#microphone = microphone.stream;
    session.answer({ mediaStream: microphone.stream, pcConfig: { iceServers: [] } });
  }

  /** Calls a number on the switch. */
  async call(number: string): Promise<void> {
    if (this.#state.call.phase !== 'none' || this.#stopped) return;
    const microphone = await openMicrophone();
    if (microphone.kind !== 'granted') {
      this.#noMicrophone(microphone.kind);
      return;
    }
    // A second press while the microphone was opening must not start a second call.
    if (this.#session) {
      closeStream(microphone.stream);
      return;
    }
    this.#microphone = microphone.stream;
    this.#ua.call(`sip:${number}@${this.#phone.realm}`, {
      mediaStream: microphone.stream,
      pcConfig: { iceServers: [] },
    });
  }

  /** Ends, cancels or declines whatever call there is. */
  hangUp(): void {
    if (this.#session && !this.#session.isEnded()) this.#session.terminate();
  }

  setMuted(muted: boolean): void {
    if (!this.#session || this.#state.call.phase !== 'talking') return;
    if (muted) this.#session.mute({ audio: true });
    else this.#session.unmute({ audio: true });
    this.#apply({ type: 'muted', id: this.#session.id, muted });
  }

  /** Sends a key of the phone: `0`–`9`, `*`, `#`. */
  press(key: string): void {
    if (!this.#session || this.#state.call.phase !== 'talking') return;
    this.#session.sendDTMF(key, { transportType: C.DTMF_TRANSPORT.RFC2833 });
  }

  /** Hangs up, leaves the switch and lets the microphone go. Final; may be called twice. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearTimeout(this.#registerAgain);
    this.#ua.stop();
    this.#letGo();
    this.#apply({ type: 'stopped' });
  }

  #listen(register: boolean): void {
    const ua = this.#ua;
    ua.on('connecting', () => {
      this.#apply({ type: 'connecting' });
    });
    ua.on('connected', () => {
      if (!register) this.#apply({ type: 'ready' });
    });
    ua.on('disconnected', () => {
      this.#apply({ type: 'lost' });
    });
    ua.on('registered', () => {
      this.#apply({ type: 'ready' });
    });
    ua.on('unregistered', () => {
      if (!this.#stopped) this.#apply({ type: 'lost' });
    });
    ua.on('registrationFailed', () => {
      if (this.#stopped) return;
      this.#apply({ type: ua.isConnected() ? 'refused' : 'lost' });
      // The library gives up after a refusal; the switch may only have been restarting.
      clearTimeout(this.#registerAgain);
      this.#registerAgain = setTimeout(() => {
        if (ua.isConnected()) ua.register();
      }, REGISTER_AGAIN_MS);
    });
    ua.on('newRTCSession', (event: RTCSessionEvent) => {
      this.#onSession(event);
    });
  }

  #onSession({ session, originator }: RTCSessionEvent): void {
    if (this.#session) {
      // Its own new session must not be refused while the library announces it.
      if (this.#session !== session) session.terminate({ status_code: 486 });
      return;
    }
    this.#session = session;
    // The library declares an enum for this and exports none.
    const from: string = originator;
    this.#watch(session);
    this.#apply({
      type: from === 'remote' ? 'incoming' : 'dialed',
      id: session.id,
      at: Date.now(),
    });
  }

  #watch(session: RTCSession): void {
    const at = () => Date.now();
    session.on('peerconnection', ({ peerconnection }) => {
      this.#hear(session, peerconnection);
    });
    // An outgoing call has its connection before it is announced.
    const early = session.connection as RTCPeerConnection | null;
    if (early) this.#hear(session, early);
    let candidates: ReturnType<typeof setTimeout> | undefined;
    session.on('icecandidate', ({ ready }) => {
      candidates ??= setTimeout(ready, CANDIDATES_WITHIN_MS);
    });
    session.on('progress', (event: IncomingEvent | OutgoingEvent) => {
      // A bare 180 is silence; only an answer that carries media lets the caller hear something.
      // The library's own progress of a call that rings here has a response of null.
      const response = 'response' in event ? (event.response as { body?: string } | null) : null;
      if (!response?.body) return;
      this.#apply({ type: 'progress', id: session.id, at: at() });
    });
    session.on('confirmed', () => {
      this.#apply({ type: 'established', id: session.id, at: at() });
    });
    const ended = ({ cause }: { cause: string }) => {
      clearTimeout(candidates);
      if (this.#session === session) this.#letGo();
      this.#apply({ type: 'ended', id: session.id, cause: endCauseOf(cause) });
    };
    session.on('ended', ended);
    session.on('failed', ended);
  }

  #hear(session: RTCSession, connection: RTCPeerConnection): void {
    connection.addEventListener('track', (event) => {
      if (this.#session !== session) return;
      this.#remote = event.streams[0] ?? new MediaStream([event.track]);
      this.#changed();
    });
  }

  #ringOn(session: RTCSession): void {
    this.#apply({ type: 'ended', id: session.id, cause: 'microphone' });
    this.#apply({ type: 'incoming', id: session.id, at: Date.now() });
  }

  #letGo(): void {
    if (this.#microphone) closeStream(this.#microphone);
    this.#microphone = undefined;
    this.#remote = undefined;
    this.#session = undefined;
  }

  #apply(event: PhoneEvent): void {
    const next = stepPhone(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#changed();
  }
}

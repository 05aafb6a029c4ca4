import { randomInt } from 'node:crypto';
import { endedKey, framesOfKey, type EventFrame } from './dtmf.ts';
import { Ear, type RtpPacket } from './ear.ts';
import { SipFailure } from './failure.ts';
import { frameClock } from './frame-clock.ts';
import { encode } from './g711.ts';
import type { RtpTransport } from './rtp-socket.ts';
import { PAYLOAD_TYPE, type CodecName } from './sdp.ts';
import { samplesOfWav, toneOf } from './sound.ts';

/**
 * What a call says: a tone, a WAV file (repeated unless `once`), silence, or `nothing` – not even
 * packets, like a phone whose network has died.
 */
export type Speech =
  | { toneHz: number; amplitude?: number }
  | { wav: Buffer; once?: boolean }
  | { silence: true }
  | { nothing: true };

export type Far = { host: string; port: number; codec: CodecName; eventType: number | undefined };

const FRAME_SAMPLES = 160;
const HEADER_BYTES = 12;
/** Sparse: a few frames at once (Asterisk's `Answer()` waits for the first), then one a second. */
const SPARSE_FIRST_FRAMES = 3;
const SPARSE_EVERY_FRAMES = 50;

/** The audio of one call in both directions. */
export class RtpStream {
  readonly ear = new Ear();
  readonly #transport: RtpTransport;
  readonly #sparse: boolean;
  readonly #onKey: (key: string) => void;
  readonly #source = randomInt(0, 2 ** 32);
  #sequence = randomInt(0, 2 ** 16);
  #timestamp = randomInt(0, 2 ** 32);
  #keyTimestamp = 0;
  #frames = 0;
  #far: Far | undefined;
  #speech: Speech = { silence: true };
  #sound: Uint8Array | undefined;
  #at = 0;
  #keys: (EventFrame | { done: () => void })[] = [];
  #lastKeyTimestamp: number | undefined;
  #closed = false;

  constructor(transport: RtpTransport, sparse: boolean, onKey: (key: string) => void) {
    this.#transport = transport;
    this.#sparse = sparse;
    this.#onKey = onKey;
  }

  get port(): number {
    return this.#transport.port;
  }

  get far(): Far | undefined {
    return this.#far;
  }

  /** Starts to send, or moves to a new far address after a re-INVITE. */
  connect(far: Far): void {
    if (this.#closed) return;
    const started = this.#far !== undefined;
    if (this.#far?.codec !== far.codec) this.#sound = undefined;
    this.#far = far;
    this.#transport.expect(far.host, far.port);
    if (started) return;
    this.tick();
    frameClock.join(this);
  }

  talk(speech: Speech): void {
    this.#speech = speech;
    this.#sound = undefined;
    this.#at = 0;
  }

  /** Resolves when the last key's packets have left. @throws SipFailure `sip-no-media` */
  press(keys: string): Promise<void> {
    const far = this.#far;
    if (far?.eventType === undefined) {
      throw new SipFailure('sip-no-media', 'The far side takes no telephone events', { keys });
    }
    const frames = Array.from(keys).flatMap(framesOfKey);
    return new Promise((resolve) => {
      this.#keys.push(...frames, { done: resolve });
    });
  }

  /** Takes one datagram from the transport. */
  receive(datagram: Buffer): void {
    const packet = parseRtp(datagram);
    const far = this.#far;
    if (!packet || !far || this.#closed) return;
    if (packet.type === far.eventType) {
      const key = endedKey(packet.payload);
      // The end is sent three times with one timestamp: one key.
      if (key === undefined || this.#lastKeyTimestamp === packet.timestamp) return;
      this.#lastKeyTimestamp = packet.timestamp;
      this.#onKey(key);
      return;
    }
    const codec = codecOf(packet.type);
    if (codec) this.ear.hear(packet, codec);
  }

  /** One frame of time: called by the shared clock. */
  tick(): void {
    const far = this.#far;
    if (!far) return;
    this.#frames += 1;
    this.#timestamp = (this.#timestamp + FRAME_SAMPLES) >>> 0;
    let next = this.#keys.shift();
    while (next && typeof next === 'object' && 'done' in next) {
      next.done();
      next = this.#keys.shift();
    }
    if (next && next !== 'gap') {
      if (next.first) this.#keyTimestamp = this.#timestamp;
      this.#send(far, far.eventType ?? 0, next.payload, this.#keyTimestamp, next.first);
    } else if (this.#isDue()) {
      this.#say(far);
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    frameClock.leave(this);
    for (const key of this.#keys) if (typeof key === 'object' && 'done' in key) key.done();
    this.#keys = [];
    this.ear.close(new SipFailure('sip-call-over', 'The call ended while listening'));
    this.#transport.close();
  }

  #isDue(): boolean {
    if ('nothing' in this.#speech) return false;
    return (
      !this.#sparse ||
      this.#frames <= SPARSE_FIRST_FRAMES ||
      this.#frames % SPARSE_EVERY_FRAMES === 0
    );
  }

  #say(far: Far): void {
    const sound = (this.#sound ??= soundOf(this.#speech, far.codec));
    const frame = Buffer.alloc(FRAME_SAMPLES);
    for (let at = 0; at < FRAME_SAMPLES; at += 1)
      frame[at] = sound[(this.#at + at) % sound.length] ?? 0;
    this.#at += FRAME_SAMPLES;
    if ('wav' in this.#speech && this.#speech.once && this.#at >= sound.length) {
      this.talk({ silence: true });
    }
    this.#send(far, PAYLOAD_TYPE[far.codec], frame, this.#timestamp, this.#frames === 1);
  }

  #send(far: Far, type: number, payload: Buffer, timestamp: number, marked: boolean): void {
    this.#sequence = (this.#sequence + 1) & 0xffff;
    // The kernel may still hold the last datagram's bytes, so every packet has its own.
    const packet = Buffer.allocUnsafe(HEADER_BYTES + payload.length);
    packet.writeUInt8(0x80, 0);
    packet.writeUInt8((marked ? 0x80 : 0) | type, 1);
    packet.writeUInt16BE(this.#sequence, 2);
    packet.writeUInt32BE(timestamp, 4);
    packet.writeUInt32BE(this.#source, 8);
    payload.copy(packet, HEADER_BYTES);
    this.#transport.send(packet, far.port, far.host);
  }
}

function soundOf(speech: Speech, codec: CodecName): Uint8Array {
  if ('toneHz' in speech) return toneOf(codec, speech.toneHz, speech.amplitude);
  if ('wav' in speech) return encode(codec, samplesOfWav(speech.wav));
  return encode(codec, new Int16Array(FRAME_SAMPLES));
}

function codecOf(type: number): CodecName | undefined {
  if (type === PAYLOAD_TYPE.PCMA) return 'PCMA';
  return type === PAYLOAD_TYPE.PCMU ? 'PCMU' : undefined;
}

function parseRtp(datagram: Buffer): RtpPacket | undefined {
  if (datagram.length < HEADER_BYTES || datagram.readUInt8(0) >> 6 !== 2) return undefined;
  const type = datagram.readUInt8(1) & 0x7f;
  const start = HEADER_BYTES + 4 * (datagram.readUInt8(0) & 0x0f);
  return {
    type,
    sequence: datagram.readUInt16BE(2),
    timestamp: datagram.readUInt32BE(4),
    source: datagram.readUInt32BE(8),
    payload: datagram.subarray(start),
  };
}

import { performance } from 'node:perf_hooks';
import { DECODED } from './g711.ts';
import { FRAME_MS } from './frame-clock.ts';
import { Moment } from './moment.ts';
import type { CodecName } from './sdp.ts';
import { SAMPLE_RATE, toneShare } from './sound.ts';

/** What arrived since the last reset. */
export type Heard = {
  packets: number;
  lost: number;
  /** Interarrival jitter of RFC 3550 §6.4.1. */
  jitterMs: number;
  /** Root mean square of all samples, full scale 32767. */
  rms: number;
  /** The longest time between two packets, the one still open and (after a reset) the first included. */
  longestGapMs: number;
};

export type RtpPacket = {
  type: number;
  sequence: number;
  timestamp: number;
  source: number;
  payload: Buffer;
};

/** A frame quieter than this (full scale 32767) is silence; A-law's own zero is 8. */
const SILENCE_RMS = 100;
/** 100 ms of sound tell two tones 10 Hz apart. */
const WINDOW = SAMPLE_RATE / 10;
/** A tone is present when it holds this share of the energy: two tones mixed in a bridge both pass. */
const PRESENT_SHARE = 0.3;
/** A jump in the sequence beyond this is a new stream, not a loss. */
const NEW_STREAM_JUMP = 500;

type Search = { toneHz: number; window: Int16Array; filled: number; found: Moment<number> };

/** Listens to one call: counts, measures and looks for tones. */
export class Ear {
  readonly #searches = new Set<Search>();
  #packets = 0;
  #lost = 0;
  #jitterMs = 0;
  #longestGapMs = 0;
  #energy = 0;
  #samples = 0;
  #lastAt: number | undefined;
  #lastLoudAt = performance.now();
  #previous: { sequence: number; transitMs: number; source: number } | undefined;

  reset(): void {
    this.#packets = 0;
    this.#lost = 0;
    this.#jitterMs = 0;
    this.#longestGapMs = 0;
    this.#energy = 0;
    this.#samples = 0;
    this.#previous = undefined;
    this.#lastAt = performance.now();
    this.#lastLoudAt = this.#lastAt;
  }

  hear(packet: RtpPacket, codec: CodecName): void {
    const at = performance.now();
    this.#count(packet, at);
    const levels = DECODED[codec];
    let energy = 0;
    const { payload } = packet;
    const { length } = payload;
    // By index: with hundreds of calls the iterator of a Buffer is felt.
    for (let index = 0; index < length; index += 1) {
      const sample = levels[payload[index] ?? 0] ?? 0;
      energy += sample * sample;
    }
    this.#energy += energy;
    this.#samples += length;
    if (length > 0 && Math.sqrt(energy / length) >= SILENCE_RMS) this.#lastLoudAt = at;
    for (const search of this.#searches) this.#look(search, payload, levels);
  }

  heard(): Heard {
    const openGapMs = this.#lastAt === undefined ? 0 : performance.now() - this.#lastAt;
    return {
      packets: this.#packets,
      lost: this.#lost,
      jitterMs: this.#jitterMs,
      rms: this.#samples === 0 ? 0 : Math.sqrt(this.#energy / this.#samples),
      longestGapMs: Math.max(this.#longestGapMs, openGapMs),
    };
  }

  /** How long nothing louder than silence has arrived. */
  silenceMs(): number {
    return performance.now() - this.#lastLoudAt;
  }

  /** Resolves with the tone's share of the energy as soon as 100 ms of it are heard from now on. */
  async hears(toneHz: number, withinMs: number): Promise<number> {
    const found = new Moment<number>(`a tone of ${String(toneHz)} Hz`, () => {
      const { packets, rms } = this.heard();
      return `${String(packets)} packets, rms ${rms.toFixed(0)}`;
    });
    const search = { toneHz, window: new Int16Array(WINDOW), filled: 0, found };
    this.#searches.add(search);
    try {
      return await found.within(withinMs);
    } finally {
      this.#searches.delete(search);
    }
  }

  /** Ends every search: the call is over. */
  close(reason: Error): void {
    for (const search of this.#searches) search.found.fail(reason);
  }

  #look(search: Search, payload: Buffer, levels: Int16Array): void {
    for (const byte of payload) {
      search.window[search.filled] = levels[byte] ?? 0;
      search.filled += 1;
      if (search.filled < WINDOW) continue;
      search.filled = 0;
      const rms = Math.sqrt(search.window.reduce((sum, one) => sum + one * one, 0) / WINDOW);
      const share = toneShare(search.window, search.toneHz);
      if (rms >= SILENCE_RMS && share >= PRESENT_SHARE) search.found.happen(share);
    }
  }

  #count(packet: RtpPacket, at: number): void {
    this.#packets += 1;
    if (this.#lastAt !== undefined) {
      this.#longestGapMs = Math.max(this.#longestGapMs, at - this.#lastAt);
    }
    this.#lastAt = at;
    const transitMs = at - (packet.timestamp * 1000) / SAMPLE_RATE;
    const before = this.#previous;
    const now = { sequence: packet.sequence, transitMs, source: packet.source };
    if (before?.source !== packet.source) {
      this.#previous = now;
      return;
    }
    const step = (packet.sequence - before.sequence) & 0xffff;
    if (step >= 0x8000) {
      // Late, not lost after all.
      this.#lost = Math.max(0, this.#lost - 1);
      return;
    }
    const driftMs = Math.abs(transitMs - before.transitMs);
    // A timestamp that jumps (music starts, the bridge changes) says nothing about the network.
    if (step > NEW_STREAM_JUMP || driftMs > NEW_STREAM_JUMP * FRAME_MS) {
      this.#previous = now;
      return;
    }
    if (step > 1) this.#lost += step - 1;
    this.#jitterMs += (driftMs - this.#jitterMs) / 16;
    this.#previous = now;
  }
}

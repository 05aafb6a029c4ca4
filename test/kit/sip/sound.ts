import { SipFailure } from './failure.ts';
import { encode } from './g711.ts';
import type { CodecName } from './sdp.ts';

/** Samples per second of the narrow-band codecs. */
export const SAMPLE_RATE = 8000;

const tones = new Map<string, Uint8Array>();

/** One second of a tone, encoded. A whole number of hertz makes it repeat without a click. */
export function toneOf(codec: CodecName, toneHz: number, amplitude = 8000): Uint8Array {
  const key = `${codec} ${String(toneHz)} ${String(amplitude)}`;
  const known = tones.get(key);
  if (known) return known;
  const samples = Int16Array.from({ length: SAMPLE_RATE }, (_, at) =>
    Math.round(amplitude * Math.sin((2 * Math.PI * toneHz * at) / SAMPLE_RATE)),
  );
  const encoded = encode(codec, samples);
  tones.set(key, encoded);
  return encoded;
}

/** Share (0…1) of the energy of `samples` that lies at `toneHz` (Goertzel). */
export function toneShare(samples: Int16Array, toneHz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * toneHz) / SAMPLE_RATE);
  let one = 0;
  let two = 0;
  let energy = 0;
  for (const sample of samples) {
    const now = sample + turn * one - two;
    two = one;
    one = now;
    energy += sample * sample;
  }
  if (energy === 0) return 0;
  return (2 * (one * one + two * two - turn * one * two)) / (samples.length * energy);
}

/** A WAV file (16-bit PCM, any rate, first channel) as 8 kHz samples. @throws SipFailure `sip-bad-wav` */
export function samplesOfWav(file: Buffer): Int16Array {
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw new SipFailure('sip-bad-wav', 'Not a RIFF/WAVE file');
  }
  let channels = 0;
  let rate = 0;
  for (let at = 12; at + 8 <= file.length;) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const start = at + 8;
    if (name === 'fmt ') {
      const format = file.readUInt16LE(start);
      channels = file.readUInt16LE(start + 2);
      rate = file.readUInt32LE(start + 4);
      const bits = file.readUInt16LE(start + 14);
      if (format !== 1 || bits !== 16) {
        throw new SipFailure('sip-bad-wav', 'Only 16-bit PCM is read', { format, bits });
      }
    } else if (name === 'data' && channels > 0) {
      return resampled(file.subarray(start, Math.min(start + size, file.length)), channels, rate);
    }
    at = start + size + (size % 2);
  }
  throw new SipFailure('sip-bad-wav', 'No audio in the file');
}

/** Nearest sample only: a test listens for tones and energy, not for beauty. */
function resampled(data: Buffer, channels: number, rate: number): Int16Array {
  const frames = Math.floor(data.length / (2 * channels));
  const length = Math.floor((frames * SAMPLE_RATE) / rate);
  return Int16Array.from({ length }, (_, at) =>
    data.readInt16LE(Math.floor((at * rate) / SAMPLE_RATE) * 2 * channels),
  );
}

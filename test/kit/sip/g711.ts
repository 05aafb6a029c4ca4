import type { CodecName } from './sdp.ts';

/** Byte → 16-bit sample, as ITU-T G.711 defines it. */
export const DECODED: Readonly<Record<CodecName, Int16Array>> = {
  PCMA: Int16Array.from({ length: 256 }, (_, byte) => decodeALaw(byte)),
  PCMU: Int16Array.from({ length: 256 }, (_, byte) => decodeMuLaw(byte)),
};

const encoders: Partial<Record<CodecName, Uint8Array>> = {};

/** 16-bit samples → one byte each: the nearest level of the codec. */
export function encode(codec: CodecName, samples: Int16Array): Uint8Array {
  const table = (encoders[codec] ??= encoderOf(DECODED[codec]));
  return Uint8Array.from(samples, (sample) => table[sample + 32768] ?? 0);
}

/** Built by walking all samples upwards beside the sorted levels: no second set of formulas to get wrong. */
function encoderOf(levels: Int16Array): Uint8Array {
  const sorted = [...levels.keys()].sort((a, b) => (levels[a] ?? 0) - (levels[b] ?? 0));
  const table = new Uint8Array(65536);
  let at = 0;
  for (let sample = -32768; sample < 32768; sample += 1) {
    while (at + 1 < sorted.length && distance(at + 1, sample) <= distance(at, sample)) at += 1;
    table[sample + 32768] = sorted[at] ?? 0;
  }
  return table;

  function distance(index: number, sample: number): number {
    return Math.abs((levels[sorted[index] ?? 0] ?? 0) - sample);
  }
}

function decodeALaw(byte: number): number {
  const bits = byte ^ 0x55;
  const segment = (bits & 0x70) >> 4;
  const base = ((bits & 0x0f) << 4) + 8 + (segment > 0 ? 0x100 : 0);
  const size = segment > 1 ? base << (segment - 1) : base;
  return bits & 0x80 ? size : -size;
}

function decodeMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const size = ((((bits & 0x0f) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
  return bits & 0x80 ? -size : size;
}

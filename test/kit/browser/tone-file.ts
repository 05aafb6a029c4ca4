import { writeFileSync } from 'node:fs';

const RATE = 48_000;
const HEAD_BYTES = 44;
const SYLLABLE_MS = 400;
const PAUSE_MS = 200;

/**
 * Writes a WAV (48 kHz, 16 bit, mono, 3 s) that a browser's fake microphone plays over and over:
 * a tone in syllables, because a steady one is noise to a browser and is taken out.
 */
export function writeTone(path: string, hz: number): void {
  const count = 3 * RATE;
  const file = Buffer.alloc(HEAD_BYTES + 2 * count);
  file.write('RIFF', 0);
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(2 * RATE, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * count, 40);
  for (let index = 0; index < count; index += 1) {
    const sounds = ((1_000 * index) / RATE) % (SYLLABLE_MS + PAUSE_MS) < SYLLABLE_MS;
    const sample = sounds ? 0.5 * Math.sin((2 * Math.PI * hz * index) / RATE) : 0;
    file.writeInt16LE(Math.round(32_767 * sample), HEAD_BYTES + 2 * index);
  }
  writeFileSync(path, file);
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const PROMPTS = join(import.meta.dirname, '../../prompts');
const LANGUAGES = ['ru', 'en'] as const;
const RATE = 8000;

type Manifest = Record<string, Record<(typeof LANGUAGES)[number], string>>;
const manifest = JSON.parse(readFileSync(join(PROMPTS, 'manifest.json'), 'utf8')) as Manifest;

/** The samples of a plain wav file, -1 to 1. Throws when it is not 8 kHz, 16 bit, mono. */
function samples(path: string): number[] {
  const file = readFileSync(path);
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  expect([file.readUInt16LE(20), file.readUInt16LE(22)]).toEqual([1, 1]);
  expect([file.readUInt32LE(24), file.readUInt16LE(34)]).toEqual([RATE, 16]);
  const start = file.indexOf('data', 36, 'latin1') + 8;
  const count = Math.floor((file.length - start) / 2);
  return Array.from({ length: count }, (_, i) => file.readInt16LE(start + 2 * i) / 32_768);
}

describe.each(LANGUAGES)('the prompts in %s', (language) => {
  test('are those of the manifest, no more and no fewer', () => {
    const files = readdirSync(join(PROMPTS, language)).map((name) => name.replace('.wav', ''));
    expect(files.sort()).toEqual(Object.keys(manifest).sort());
  });

  test.each(Object.keys(manifest))('%s is as long as its text, even and not cut off', (key) => {
    const sound = samples(join(PROMPTS, language, `${key}.wav`));
    const seconds = sound.length / RATE;
    const text = manifest[key]?.[language] ?? '';
    const lettersPerSecond = text.length / seconds;
    expect(lettersPerSecond).toBeGreaterThan(10);
    expect(lettersPerSecond).toBeLessThan(22);
    const power = sound.reduce((sum, one) => sum + one * one, 0) / sound.length;
    expect(Math.abs(10 * Math.log10(power) + 20)).toBeLessThan(2);
    expect(Math.max(...sound.map(Math.abs))).toBeLessThan(0.95);
  });
});

test('the greeting is over in about seven seconds', () => {
  const [ru, en] = LANGUAGES.map((one) => samples(join(PROMPTS, one, 'greeting.wav')).length / RATE);
  expect(Math.max(ru ?? 0, en ?? 0)).toBeLessThan(7.1);
});

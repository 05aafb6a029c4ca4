/**
 * Makes the audio of every prompt from its text in `manifest.json`: 8 kHz, 16 bit, mono, one
 * loudness. For whoever changes a text; the audio is committed, so that nobody else needs the tools
 * (Debian: festival, festvox-ru, espeak-ng, sox). A studio recording may replace any file.
 *
 *     node prompts/make-audio.ts [key…]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Language = 'ru' | 'en';
type Manifest = Record<string, Record<Language, string>>;

const HERE = import.meta.dirname;
const LOUDNESS_DB = -20;
/** The Russian voice speaks slowly for people in a hurry to be heard. */
const TEMPO: Record<Language, number> = { ru: 1.28, en: 1.06 };

const manifest = JSON.parse(readFileSync(join(HERE, 'manifest.json'), 'utf8')) as Manifest;
const wanted = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'opora-prompts-'));
try {
  for (const [key, texts] of Object.entries(manifest)) {
    if (wanted.length > 0 && !wanted.includes(key)) continue;
    for (const language of ['ru', 'en'] as const) make(key, language, texts[language]);
  }
} finally {
  rmSync(folder, { recursive: true });
}

function make(key: string, language: Language, text: string): void {
  const raw = join(folder, 'raw.wav');
  const even = join(folder, 'even.wav');
  const target = join(HERE, language, `${key}.wav`);
  mkdirSync(join(HERE, language), { recursive: true });
  if (language === 'ru') speakRussian(text, raw);
  else execFileSync('espeak-ng', ['-v', 'en-gb', '-s', '150', '-w', raw, text]);
  // No silence at the ends, short pauses inside, the telephone's band, even words.
  const ends =
    'silence -l 1 0.05 0.5% -1 0.22 0.7% reverse silence 1 0.05 0.5% reverse pad 0.1 0.2';
  const shape = 'highpass 200 compand 0.02,0.2 6:-60,-30,-18 -6 -90 0.1';
  sox(`${raw} -r 8000 -c 1 -b 16 ${even} ${ends} tempo -s ${TEMPO[language]} ${shape} norm -6`);
  const gain = LOUDNESS_DB - loudness(even);
  // Gain with a limiter: a peak is rounded, never cut.
  sox(`${even} -r 8000 -c 1 -b 16 ${target} gain -l ${gain.toFixed(2)}`);
  console.log(
    `${language}/${key}: ${soxi(target).toFixed(1)} s, ${loudness(target).toFixed(1)} dB`,
  );
}

/** Festival's Russian voice, built from recordings of a speaker at Moscow State University. */
function speakRussian(text: string, target: string): void {
  const file = join(folder, 'text.txt');
  writeFileSync(file, text);
  const voice = ['-eval', '(voice_msu_ru_nsh_clunits)'];
  execFileSync('text2wave', [...voice, '-o', target, file]);
}

/** Mean power in dB below full scale. */
function loudness(file: string): number {
  // sox writes its statistics to the error channel.
  const stats = execFileSync('sh', ['-c', 'sox "$0" -n stats 2>&1', file], { encoding: 'utf8' });
  const found = /^RMS lev dB\s+(-?[\d.]+)/m.exec(stats)?.[1];
  if (found === undefined) throw new Error(`sox did not measure ${file}`);
  return Number(found);
}

function soxi(file: string): number {
  return Number(execFileSync('soxi', ['-D', file], { encoding: 'utf8' }));
}

function sox(words: string): void {
  execFileSync('sox', words.split(' '));
}

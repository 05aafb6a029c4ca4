import { useEffect } from 'react';
import { audioContext } from './audio-context.ts';

/** One round of a tone: seconds and the two frequencies that alternate while it sounds. */
interface Pattern {
  readonly roundS: number;
  readonly bursts: readonly (readonly [fromS: number, toS: number, hz: number])[];
}

const PATTERNS = {
  /** A phone on a desk: heard in the next room, bearable at night. */
  ring: {
    roundS: 3,
    bursts: [
      [0, 0.4, 660],
      [0.4, 0.8, 880],
      [1, 1.4, 660],
      [1.4, 1.8, 880],
    ],
  },
  /** A brigade's alarm: heard over an engine. */
  alarm: {
    roundS: 1.2,
    bursts: [
      [0, 0.25, 988],
      [0.3, 0.55, 740],
      [0.6, 0.85, 988],
    ],
  },
} as const satisfies Record<string, Pattern>;

/** Sounds a tone as long as `on`. A looped buffer, because timers sleep in hidden tabs. */
export function useTone(name: keyof typeof PATTERNS, on: boolean): void {
  useEffect(() => {
    if (!on) return undefined;
    const context = audioContext();
    // Refused without a gesture; the page then shows its button, which resumes the same context.
    void context.resume();
    const source = context.createBufferSource();
    source.buffer = render(context, PATTERNS[name]);
    source.loop = true;
    source.connect(context.destination);
    source.start();
    return () => {
      source.stop();
      source.disconnect();
    };
  }, [name, on]);
}

function render(context: AudioContext, pattern: Pattern): AudioBuffer {
  const rate = context.sampleRate;
  const buffer = context.createBuffer(1, Math.round(pattern.roundS * rate), rate);
  const samples = buffer.getChannelData(0);
  for (const [fromS, toS, hz] of pattern.bursts) {
    const from = Math.round(fromS * rate);
    const to = Math.round(toS * rate);
    for (let index = from; index < to; index += 1) {
      // Soft edges of 10 ms: a click at each burst tires more than the tone.
      const edge = Math.min(1, (index - from) / (0.01 * rate), (to - index) / (0.01 * rate));
      const angle = (2 * Math.PI * hz * index) / rate;
      samples[index] = 0.6 * edge * (0.75 * Math.sin(angle) + 0.25 * Math.sin(3 * angle));
    }
  }
  return buffer;
}

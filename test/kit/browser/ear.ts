import type { Page } from 'playwright-core';

export interface Heard {
  /** The loudest frequency, to about 6 Hz; 0 in silence. */
  readonly hz: number;
  /** Its strength against full scale, −100 or less in silence. */
  readonly db: number;
  /** Whether the page's ear is open at all: `running`, `suspended`, `no stream`. */
  readonly ear: string;
}

// Text, because it runs in the page: its types are the browser's, not ours.
const LISTEN = `(() => {
  const stream = document.querySelector('[data-testid=remote-audio]')?.srcObject;
  if (!stream || stream.getAudioTracks().length === 0) return { hz: 0, db: -100, ear: 'no stream' };
  if (window.testEar?.stream !== stream) {
    const context = window.testEar?.context ?? new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 8192;
    analyser.smoothingTimeConstant = 0;
    context.createMediaStreamSource(stream).connect(analyser);
    window.testEar = { stream, context, analyser };
  }
  const { context, analyser } = window.testEar;
  const bins = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(bins);
  let top = 0;
  for (let bin = 1; bin < bins.length; bin += 1) if (bins[bin] > bins[top]) top = bin;
  const db = Number.isFinite(bins[top]) ? bins[top] : -100;
  return { hz: db > -80 ? (top * context.sampleRate) / analyser.fftSize : 0, db, ear: context.state };
})()`;

/** What the page plays of the other side at this moment. */
export async function listen(page: Page): Promise<Heard> {
  return await page.evaluate<Heard>(LISTEN);
}

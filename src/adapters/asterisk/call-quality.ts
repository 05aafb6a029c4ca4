import type { CallQuality } from '../../ports/telephony.ts';

/**
 * Reads Asterisk's channel variable `RTPAUDIOQOS`, which it sets when a leg's media ends:
 * `ssrc=…;themssrc=…;lp=LOST;rxjitter=SECONDS;rxcount=N;…;rlp=LOST;rtt=SECONDS;…`.
 * Undefined when no audio was ever received: there is nothing to judge.
 */
export function qualityFrom(rtpAudioQos: string): CallQuality | undefined {
  const field = (name: string): number => {
    const found = new RegExp(`(?:^|;)${name}=([0-9.]+)`).exec(rtpAudioQos);
    return found === null ? 0 : Number(found[1]);
  };
  const received = field('rxcount');
  if (received === 0) return undefined;
  const lost = field('lp');
  const lossPercent = (100 * lost) / (received + lost);
  const jitterMs = field('rxjitter') * 1000;
  return {
    lossPercent: rounded(lossPercent),
    jitterMs: rounded(jitterMs),
    mos: rounded(meanOpinionScore(lossPercent, jitterMs, field('rtt') * 1000)),
  };
}

/**
 * The E-model (ITU-T G.107) as monitoring tools simplify it: R starts at 93.2, loses 1 per 40 ms of
 * effective delay (half the round trip, twice the jitter for its buffer, 10 ms for the codec), more
 * beyond 160 ms, and 2.5 per percent of loss; Annex B turns R into a score from 1 to 4.5.
 */
export function meanOpinionScore(lossPercent: number, jitterMs: number, rttMs: number): number {
  const delayMs = rttMs / 2 + 2 * jitterMs + 10;
  const delayImpairment = delayMs < 160 ? delayMs / 40 : (delayMs - 120) / 10;
  const r = Math.min(100, Math.max(0, 93.2 - delayImpairment - 2.5 * lossPercent));
  return Math.max(1, 1 + 0.035 * r + 7e-6 * r * (r - 60) * (100 - r));
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

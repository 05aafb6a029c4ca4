import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { audioContext } from './audio-context.ts';
import { levelOf } from './sound-level.ts';

const LOOK_EVERY_MS = 100;

/**
 * Shows how loud the other side is. `data-level` (0 to 100) is written straight to the element ten
 * times a second, because a render for each would only warm the machine.
 */
export function LevelMeter({ stream, label }: { stream: MediaStream | undefined; label?: string }) {
  const { t } = useTranslation();
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = meter.current;
    if (!element || !stream) return undefined;
    const context = audioContext();
    void context.resume();
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = 2048;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const show = (level: number) => {
      element.dataset['level'] = String(level);
      element.setAttribute('aria-valuenow', String(level));
      element.style.setProperty('--level', `${String(level)}%`);
    };
    const look = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      show(levelOf(samples));
    }, LOOK_EVERY_MS);
    return () => {
      clearInterval(look);
      source.disconnect();
      show(0);
    };
  }, [stream]);
  return (
    <div
      ref={meter}
      className="level-meter"
      role="meter"
      aria-label={label ?? t('phone.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      data-level="0"
    />
  );
}

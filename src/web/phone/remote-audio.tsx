import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Plays the other side. When the browser refuses, says so and offers a press. */
export function RemoteAudio({ stream }: { stream: MediaStream | undefined }) {
  const { t } = useTranslation();
  const audio = useRef<HTMLAudioElement>(null);
  const [blocked, setBlocked] = useState(false);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    element.srcObject = stream ?? null;
    if (!stream) return;
    element.play().then(
      () => {
        setBlocked(false);
      },
      (error: unknown) => {
        // A newer stream interrupts the older one's start: not a refusal.
        if (error instanceof DOMException && error.name === 'AbortError') return;
        setBlocked(true);
      },
    );
  }, [stream]);
  return (
    <>
      <audio ref={audio} autoPlay data-testid="remote-audio" aria-label={t('phone.remote')} />
      {blocked && stream && (
        <div role="alert">
          <span>{t('phone.playBlocked')}</span>{' '}
          <Button
            onClick={() => {
              void audio.current?.play().then(() => {
                setBlocked(false);
              });
            }}
          >
            {t('phone.play')}
          </Button>
        </div>
      )}
    </>
  );
}

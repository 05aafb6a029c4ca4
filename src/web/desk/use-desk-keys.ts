import { useEffect, useRef } from 'react';

export interface DeskKeys {
  readonly answer: (() => void) | undefined;
  readonly toggleMute: (() => void) | undefined;
}

/**
 * F2 answers from anywhere, Enter from anywhere but a field or a button, M mutes outside fields.
 * Keys are read by their place on the keyboard, so that a Russian layout changes nothing.
 */
export function useDeskKeys(keys: DeskKeys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      const { answer, toggleMute } = latest.current;
      const place = event.target instanceof Element ? event.target : document.body;
      const inField = place.closest('input, textarea, select, [contenteditable]') !== null;
      const onControl = inField || place.closest('button, a, [role=option]') !== null;
      const answers = event.code === 'F2' || (event.code === 'Enter' && !onControl);
      if (answers && answer) {
        event.preventDefault();
        answer();
      } else if (event.code === 'KeyM' && !inField && toggleMute) {
        event.preventDefault();
        toggleMute();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}

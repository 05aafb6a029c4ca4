import { useEffect, useState } from 'react';
import { audioContext } from './audio-context.ts';

/** Whether this browser lets the page sound; any press or key asks again. */
export function useSoundAllowed(): { allowed: boolean; allow: () => void } {
  const [allowed, setAllowed] = useState(() => audioContext().state === 'running');
  useEffect(() => {
    const context = audioContext();
    const look = () => {
      setAllowed(context.state === 'running');
    };
    const wake = () => {
      if (context.state !== 'running') void context.resume().then(look);
    };
    context.addEventListener('statechange', look);
    window.addEventListener('pointerdown', wake);
    window.addEventListener('keydown', wake);
    wake();
    return () => {
      context.removeEventListener('statechange', look);
      window.removeEventListener('pointerdown', wake);
      window.removeEventListener('keydown', wake);
    };
  }, []);
  return { allowed, allow: () => void audioContext().resume() };
}

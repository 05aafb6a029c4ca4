import { useCallback, useEffect, useState } from 'react';
import { closeStream, openMicrophone, type MicrophoneProblem } from './microphone.ts';

export type MicrophoneState = 'asking' | 'granted' | MicrophoneProblem;

/**
 * Asks for the microphone before it is needed, lets it go at once, and asks again when a headset
 * is plugged in, or by hand.
 */
export function useMicrophone(wanted: boolean): { state: MicrophoneState; again: () => void } {
  const [state, setState] = useState<MicrophoneState>('asking');
  const [round, setRound] = useState(0);
  const again = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  useEffect(() => {
    if (!wanted) return undefined;
    let left = false;
    void openMicrophone().then((microphone) => {
      if (microphone.kind === 'granted') closeStream(microphone.stream);
      if (!left) setState(microphone.kind);
    });
    return () => {
      left = true;
    };
  }, [wanted, round]);
  useEffect(() => {
    if (!wanted || !window.isSecureContext) return undefined;
    const devices = navigator.mediaDevices;
    devices.addEventListener('devicechange', again);
    return () => {
      devices.removeEventListener('devicechange', again);
    };
  }, [wanted, again]);
  return { state, again };
}

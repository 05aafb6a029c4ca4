import { useEffect, useState } from 'react';

/** The server's clock, ticking four times a second. `offsetMs` is the feed's. */
export function useNow(offsetMs: number): number {
  const [here, setHere] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => {
      setHere(Date.now());
    }, 250);
    return () => {
      clearInterval(tick);
    };
  }, []);
  return here + offsetMs;
}

import { useEffect, useState } from 'react';

const TICK_MS = 1_000;

/** The clock's time, read anew every second. */
export function useTicking(clock: () => number): number {
  const [timeMs, setTimeMs] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setTimeMs(clock()), TICK_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return timeMs;
}

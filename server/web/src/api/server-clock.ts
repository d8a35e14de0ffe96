/** The server's time in milliseconds since 1970. What is left to decide must not depend on this device's clock. */
export type ServerClock = () => number;

/** Runs on the monotonic clock from the time that the server gave; without one, this device's own must do. */
export function startServerClock(serverTimeMs: number | null): ServerClock {
  const startedMs = performance.now();
  const originMs = serverTimeMs ?? Date.now();
  return () => originMs + performance.now() - startedMs;
}

import type { Clock } from '../platform/clock.ts';

const TICK_MS = 1_000;

/** Tells every second how long the code is still good for, until it is not or the signal aborts. */
export async function countDown(
  clock: Clock,
  expiresAtMs: number,
  signal: AbortSignal,
  onTick: (remainingMs: number) => void,
): Promise<void> {
  while (!signal.aborted && clock.now() < expiresAtMs) {
    await clock.sleep(Math.min(TICK_MS, expiresAtMs - clock.now()), signal).catch(() => undefined);
    if (!signal.aborted) onTick(Math.max(0, Math.round(expiresAtMs - clock.now())));
  }
}

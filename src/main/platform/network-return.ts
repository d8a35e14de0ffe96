import type { Clock } from './clock.ts';
import type { NudgeSource } from './nudges.ts';

const LOOK_EVERY_MS = 2_000;

/** Nudges when the network is back. Electron tells main no change of it, so somebody has to look. */
export async function nudgeOnNetworkReturn(
  isOnline: () => boolean,
  nudges: NudgeSource,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let wasOnline = isOnline();
  while (!signal.aborted) {
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
    const online = isOnline();
    if (online && !wasOnline && !signal.aborted) nudges.nudge();
    wasOnline = online;
  }
}

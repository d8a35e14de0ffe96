import { net, powerMonitor } from 'electron';
import { nudgeOnNetworkReturn } from './network-return.ts';
import type { NudgeSource } from './nudges.ts';
import type { SystemClock } from './system-clock.ts';

/** Tells the clock of suspensions, and nudges after each of them and when the network returns. */
export function followMachine(clock: SystemClock, nudges: NudgeSource): void {
  powerMonitor.on('suspend', () => clock.beginSuspension());
  powerMonitor.on('resume', () => {
    // The clock first: whoever is nudged asks it how much time has passed.
    clock.endSuspension();
    nudges.nudge();
  });
  void nudgeOnNetworkReturn(() => net.isOnline(), nudges, clock, new AbortController().signal);
}

import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/main/platform/clock.ts';
import { SystemClock } from '../../src/main/platform/system-clock.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

/** What every clock does. `drive` lets time pass until the work is done. */
function describeClock(
  name: string,
  createClock: () => { clock: Clock; drive<Value>(work: Promise<Value>): Promise<Value> },
): void {
  describe(name, () => {
    it('has moved on by no less than the sleep', async () => {
      const { clock, drive } = createClock();
      const before = clock.now();
      await drive(clock.sleep(20, new AbortController().signal));
      // Timers count in whole milliseconds.
      expect(clock.now() - before).toBeGreaterThanOrEqual(19);
    });

    it('wakes sleepers in the order of their times', async () => {
      const { clock, drive } = createClock();
      const { signal } = new AbortController();
      const order: string[] = [];
      const late = clock.sleep(60, signal).then(() => order.push('late'));
      const early = clock.sleep(10, signal).then(() => order.push('early'));
      await drive(Promise.all([late, early]));
      expect(order).toEqual(['early', 'late']);
    });

    it('ends a sleep with the reason of its signal', async () => {
      const { clock } = createClock();
      const stop = new AbortController();
      const sleeping = clock.sleep(60_000, stop.signal);
      stop.abort('enough');
      await expect(sleeping).rejects.toBe('enough');
    });

    it('does not begin to sleep once the signal has aborted', async () => {
      const { clock } = createClock();
      await expect(clock.sleep(60_000, AbortSignal.abort('late'))).rejects.toBe('late');
    });
  });
}

describeClock('SystemClock', () => ({ clock: new SystemClock(), drive: (work) => work }));

describeClock('FakeClock', () => {
  const clock = new FakeClock();
  return { clock, drive: (work) => clock.run(work) };
});

import { describe, expect, it } from 'vitest';
import { SystemClock } from '../../../src/main/platform/system-clock.ts';

/** A machine whose two clocks a test moves. */
function machine() {
  const time = { monotonicMs: 5_000, wallMs: 1_800_000_000_000 };
  const clock = new SystemClock({
    monotonicMs: () => time.monotonicMs,
    wallMs: () => time.wallMs,
  });
  return { time, clock };
}

describe('SystemClock', () => {
  it('counts a suspension in which the monotonic clock stood still', () => {
    const { time, clock } = machine();
    const before = clock.now();
    clock.beginSuspension();
    time.wallMs += 600_000;
    time.monotonicMs += 20;
    clock.endSuspension();
    expect(clock.now() - before).toBe(600_000);
    time.monotonicMs += 1_000;
    expect(clock.now() - before).toBe(601_000);
  });

  it('counts a suspension once where the monotonic clock went on', () => {
    const { time, clock } = machine();
    const before = clock.now();
    clock.beginSuspension();
    time.wallMs += 600_000;
    time.monotonicMs += 600_000;
    clock.endSuspension();
    expect(clock.now() - before).toBe(600_000);
  });

  it('adds up suspensions, each counted once', () => {
    const { time, clock } = machine();
    const before = clock.now();
    for (let round = 0; round < 2; round += 1) {
      clock.beginSuspension();
      time.wallMs += 60_000;
      clock.endSuspension();
      clock.endSuspension();
    }
    expect(clock.now() - before).toBe(120_000);
  });

  it.each([3_600_000, -3_600_000])('ignores a wall clock that is set by %i ms', (byMs) => {
    const { time, clock } = machine();
    const before = clock.now();
    time.wallMs += byMs;
    clock.endSuspension();
    expect(clock.now()).toBe(before);
  });

  it('never goes back, even when the wall clock was set back in a suspension', () => {
    const { time, clock } = machine();
    const before = clock.now();
    clock.beginSuspension();
    time.wallMs -= 3_600_000;
    time.monotonicMs += 40;
    clock.endSuspension();
    expect(clock.now() - before).toBe(40);
  });
});

import { describe, expect, it } from 'vitest';
import { countDown } from '../../../src/main/enrollment/count-down.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

describe('countDown', () => {
  it('tells every second, and the end', async () => {
    const clock = new FakeClock();
    const ticks: number[] = [];
    const { signal } = new AbortController();
    await clock.run(countDown(clock, clock.now() + 2_500, signal, (ms) => ticks.push(ms)));
    expect(ticks).toEqual([1_500, 500, 0]);
  });

  it('tells nothing after it was stopped', async () => {
    const clock = new FakeClock();
    const ticks: number[] = [];
    const stop = new AbortController();
    const counting = countDown(clock, clock.now() + 9_000, stop.signal, (ms) => ticks.push(ms));
    await clock.advance(1_500);
    stop.abort();
    await counting;
    expect(ticks).toEqual([8_000]);
  });
});

import { describe, expect, it } from 'vitest';
import { PollingTurn } from '../../../src/main/enrollment/polling-turn.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

const NEVER = Number.POSITIVE_INFINITY;

function begin() {
  const clock = new FakeClock();
  const stop = new AbortController();
  const turn = new PollingTurn(clock, stop.signal);
  const beganMs = clock.now();
  const wait = (times: { waitMs?: number; shortestWaitMs?: number; noLaterThanMs?: number }) =>
    turn
      .wait({ waitMs: 30_000, shortestWaitMs: 5_000, noLaterThanMs: NEVER, ...times })
      .then(() => clock.now() - beganMs);
  return { clock, stop, turn, beganMs, wait };
}

describe('PollingTurn', () => {
  it('waits as long as it is told', async () => {
    const { clock, wait } = begin();
    expect(await clock.run(wait({}))).toBe(30_000);
    expect(clock.waits).toEqual([30_000]);
  });

  it('waits no longer than it may', async () => {
    const { clock, beganMs, wait } = begin();
    expect(await clock.run(wait({ noLaterThanMs: beganMs + 700 }))).toBe(700);
  });

  it('ends at once in haste when the shortest wait is over', async () => {
    const { clock, turn, wait } = begin();
    const waiting = wait({});
    await clock.advance(12_000);
    turn.hasten();
    expect(await clock.run(waiting)).toBe(12_000);
  });

  it('still waits the shortest wait in haste', async () => {
    const { clock, turn, wait } = begin();
    const waiting = wait({});
    await clock.advance(2_000);
    turn.hasten();
    expect(await clock.run(waiting)).toBe(5_000);
    expect(clock.waits).toEqual([30_000, 3_000]);
  });

  it('is not drawn out by haste', async () => {
    const { clock, turn, wait } = begin();
    const waiting = wait({ waitMs: 4_000 });
    await clock.advance(1_000);
    turn.hasten();
    expect(await clock.run(waiting)).toBe(4_000);
  });

  it('remembers haste for the next wait, and for one only', async () => {
    const { clock, turn, wait } = begin();
    turn.hasten();
    expect(await clock.run(wait({}))).toBe(5_000);
    expect(await clock.run(wait({}))).toBe(35_000);
  });

  it('forgets haste when told', async () => {
    const { clock, turn, wait } = begin();
    turn.hasten();
    turn.forgetHaste();
    expect(await clock.run(wait({}))).toBe(30_000);
  });

  it('ends with its signal', async () => {
    const { clock, stop, wait } = begin();
    const waiting = wait({});
    await clock.advance(100);
    stop.abort();
    expect(await waiting).toBe(100);
    expect(await wait({})).toBe(100);
  });
});

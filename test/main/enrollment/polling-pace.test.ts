import { describe, expect, it } from 'vitest';
import type { PollOutcome } from '../../../src/main/api/token-request.ts';
import { pollingPace } from '../../../src/main/enrollment/polling-pace.ts';
import type { NetworkTrouble } from '../../../src/shared/enrollment.ts';

const pending: PollOutcome = { kind: 'pending' };

function slowDown(retryAfterMs: number | null = null): PollOutcome {
  return { kind: 'slow-down', retryAfterMs };
}

function trouble(cause: NetworkTrouble | { status: number } = 'interrupted'): PollOutcome {
  return { kind: 'trouble', cause };
}

/** The wait before each poll, the first included. */
function waits(intervalMs: number, outcomes: readonly PollOutcome[]): readonly number[] {
  let pace = pollingPace(intervalMs);
  const later = outcomes.map((outcome) => {
    pace = pace.after(outcome);
    return pace.waitMs(0);
  });
  return [pollingPace(intervalMs).waitMs(0), ...later];
}

describe('pollingPace', () => {
  it.each([
    ['keeps the interval while pending', [pending, pending], [5_000, 5_000, 5_000]],
    ['keeps the longer interval after slow_down', [slowDown(), pending], [5_000, 10_000, 10_000]],
    ['adds 5 seconds for each slow_down', [slowDown(), slowDown()], [5_000, 10_000, 15_000]],
    ['honours Retry-After, once', [slowDown(20_000), pending], [5_000, 20_000, 10_000]],
    ['waits no less than the interval for Retry-After', [slowDown(1_000)], [5_000, 10_000]],
    [
      'backs off from trouble, and returns to the interval',
      [trouble(), trouble({ status: 503 }), trouble(), trouble(), trouble(), pending],
      [5_000, 5_000, 10_000, 20_000, 30_000, 30_000, 5_000],
    ],
    [
      'doubles the wait for each timeout, up to a minute',
      Array.from({ length: 5 }, () => trouble('timed-out')),
      [5_000, 10_000, 20_000, 40_000, 60_000, 60_000],
    ],
    [
      'forgets the timeouts when the server answers',
      [trouble('timed-out'), trouble('timed-out'), pending, trouble('timed-out')],
      [5_000, 10_000, 20_000, 5_000, 10_000],
    ],
    [
      'keeps what slow_down added through trouble',
      [slowDown(), trouble(), pending],
      [5_000, 10_000, 10_000, 10_000],
    ],
  ])('%s', (_, outcomes, expected) => {
    expect(waits(5_000, outcomes)).toEqual(expected);
  });

  it.each([
    [0, 1_000],
    [-5_000, 1_000],
    [1, 1_000],
    [90_000, 60_000],
    [2 ** 31 * 1_000, 60_000],
    [Number.POSITIVE_INFINITY, 60_000],
    [Number.NaN, 5_000],
  ])('brings an interval of %d ms to %d ms', (intervalMs, waitMs) => {
    expect(waits(intervalMs, [])).toEqual([waitMs]);
  });

  it('never waits more than a minute, whatever Retry-After, slow_down and jitter ask', () => {
    const outcomes = Array.from({ length: 20 }, () => slowDown(86_400_000));
    const last = outcomes.reduce((pace, outcome) => pace.after(outcome), pollingPace(60_000));
    expect(last.waitMs(0.999)).toBe(60_000);
  });

  it('adds up to 15 % of jitter', () => {
    const pace = pollingPace(5_000);
    expect([0, 0.5, 1].map((random) => pace.waitMs(random))).toEqual([5_000, 5_375, 5_750]);
  });

  it('counts the troubles in a row', () => {
    const pace = pollingPace(5_000).after(trouble()).after(trouble('timed-out'));
    expect([pace.failures, pace.after(pending).failures]).toEqual([2, 0]);
  });
});

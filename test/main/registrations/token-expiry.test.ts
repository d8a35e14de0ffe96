import { describe, expect, it } from 'vitest';
import { dueWarning, tokenExpiry } from '../../../src/main/registrations/token-expiry.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const END = '2026-08-01T00:00:00.000Z';

function daysBefore(days: number): number {
  return Date.parse(END) - days * DAY_MS;
}

describe('tokenExpiry', () => {
  it.each([
    [90, 90, null],
    [14.01, 15, null],
    [14, 14, 14],
    [7.01, 8, 14],
    [7, 7, 7],
    [1.01, 2, 7],
    [1, 1, 1],
    [0.001, 1, 1],
    [0, 0, 'expired'],
    [-3, 0, 'expired'],
  ])('says %d days before the end: %d left, warning %s', (days, daysLeft, warning) => {
    expect(tokenExpiry(END, daysBefore(days))).toEqual({ expiresAt: END, daysLeft, warning });
  });

  it('knows nothing of a token that never ends', () => {
    expect(tokenExpiry(null, 0)).toBeNull();
  });
});

describe('dueWarning', () => {
  it.each([
    [20, null, null],
    [14, null, 14],
    [13, 14, null],
    [7, 14, 7],
    [3, 7, null],
    [1, 7, 1],
    [0.5, 1, null],
    // A machine that was off for weeks: only the last one that matters.
    [0.5, null, 1],
    [5, null, 7],
    [-1, 7, null],
  ])('%d days before the end, warned at %s: %s', (days, warnedDays, due) => {
    expect(dueWarning(tokenExpiry(END, daysBefore(days)), warnedDays)).toBe(due);
  });
});

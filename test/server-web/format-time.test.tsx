import { describe, expect, it } from 'vitest';
import {
  describeAge,
  describeDuration,
  formatCountdown,
  formatDays,
  formatHours,
} from '../../server/web/src/format-time.ts';

describe('describeAge', () => {
  it.each([
    [-5_000, 'just now'],
    [4_999, 'just now'],
    [12_900, '12 seconds ago'],
    [60_000, '1 minute ago'],
    [3_599_000, '59 minutes ago'],
    [7_200_000, '2 hours ago'],
    [172_800_000, '2 days ago'],
  ])('calls %i ms %s', (ageMs, words) => {
    expect(describeAge(ageMs)).toBe(words);
  });
});

describe('describeDuration', () => {
  it.each([
    [0, '1 second'],
    [30, '30 seconds'],
    [91, '2 minutes'],
    [3_600, '60 minutes'],
    [7_200, '2 hours'],
  ])('calls %i s %s', (seconds, words) => {
    expect(describeDuration(seconds)).toBe(words);
  });
});

describe('formatCountdown', () => {
  it.each([
    [900_000, '15:00'],
    [61_001, '1:02'],
    [1, '0:01'],
    [-1, '0:00'],
  ])('shows %i ms as %s', (leftMs, text) => {
    expect(formatCountdown(leftMs)).toBe(text);
  });
});

describe('a span', () => {
  /** Without the narrow spaces of the language's rules. */
  const plain = (text: string) => text.replace(/\s/g, ' ');
  const at = (day: number, hour: number) => new Date(2026, 4, day, hour).getTime();

  it('of days names what they share once', () => {
    expect(plain(formatDays(at(9, 0), at(9, 23)))).toBe('9 May 2026');
    expect(plain(formatDays(at(9, 0), at(11, 23)))).toBe('9 – 11 May 2026');
  });

  it('of hours names the day once', () => {
    expect(plain(formatHours(at(9, 8), at(9, 18)))).toBe('9 May 2026, 08:00–18:00');
  });
});

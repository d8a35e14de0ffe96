import { describe, expect, it } from 'vitest';
import { nextAwaited, stillAwaited } from '../../../server/src/audit/awaited-numbers.ts';

const NOW_MS = 1_700_000_000_000;
const HOUR_MS = 60 * 60_000;

describe('nextAwaited', () => {
  it('awaits every number that was passed over', () => {
    const found = { after: 10, late: [], fresh: [13, 14, 16] };
    expect(nextAwaited([], found, NOW_MS)).toEqual([
      { first: 11, last: 12, sinceMs: NOW_MS },
      { first: 15, last: 15, sinceMs: NOW_MS },
    ]);
  });

  it('awaits nothing where none was passed over, and where nothing was found', () => {
    expect(nextAwaited([], { after: 10, late: [], fresh: [11, 12] }, NOW_MS)).toEqual([]);
    expect(nextAwaited([], { after: 10, late: [], fresh: [] }, NOW_MS)).toEqual([]);
  });

  it('goes on awaiting what is left of a stretch, since when it was missing first', () => {
    const sinceMs = NOW_MS - 1_000;
    const awaited = [
      { first: 2, last: 5, sinceMs },
      { first: 8, last: 8, sinceMs },
    ];
    const found = { after: 10, late: [3, 8], fresh: [12] };
    expect(nextAwaited(awaited, found, NOW_MS)).toEqual([
      { first: 2, last: 2, sinceMs },
      { first: 4, last: 5, sinceMs },
      { first: 11, last: 11, sinceMs: NOW_MS },
    ]);
  });
});

describe('stillAwaited', () => {
  it('gives a number up after an hour', () => {
    const young = { first: 1, last: 1, sinceMs: NOW_MS - HOUR_MS + 1 };
    const old = { first: 2, last: 9, sinceMs: NOW_MS - HOUR_MS };
    expect(stillAwaited([young, old], NOW_MS)).toEqual([young]);
  });
});

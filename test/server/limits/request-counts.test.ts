import { describe, expect, it } from 'vitest';
import { RequestCounts } from '../../../server/src/limits/request-counts.ts';

describe('RequestCounts', () => {
  it('counts each key within its window', () => {
    const counts = new RequestCounts();
    expect([counts.add(1, 'a'), counts.add(1, 'a'), counts.add(1, 'b')]).toEqual([1, 2, 1]);
    expect(counts.add(2, 'a')).toBe(1);
  });

  it('adds what other servers have counted, and its own only once', () => {
    const counts = new RequestCounts();
    for (let count = 0; count < 3; count += 1) counts.add(1, 'a');
    expect([...counts.takeUnsaid()]).toEqual([['a', 3]]);
    counts.add(1, 'a');
    // 10 in all: 3 of them ours, and one that nobody has been told of.
    counts.learn(1, 'a', 10, 3);
    expect(counts.add(1, 'a')).toBe(12);
    expect([...counts.takeUnsaid()]).toEqual([['a', 2]]);
    counts.learn(1, 'a', 12, 2);
    expect(counts.add(1, 'a')).toBe(13);
  });

  it('counts on where the sum was lost, and where telling it failed', () => {
    const counts = new RequestCounts();
    counts.add(1, 'a');
    counts.takeUnsaid();
    counts.learn(1, 'a', 5, 1);
    counts.add(1, 'a');
    counts.takeUnsaid();
    expect(counts.add(1, 'a')).toBe(7);
    counts.takeUnsaid();
    counts.learn(1, 'a', 1, 1);
    expect(counts.add(1, 'a')).toBe(4);
  });

  it('takes no sum for an earlier window', () => {
    const counts = new RequestCounts();
    counts.add(1, 'a');
    counts.takeUnsaid();
    counts.add(2, 'a');
    counts.learn(1, 'a', 100, 1);
    expect(counts.add(2, 'a')).toBe(2);
  });

  it('counts together what comes after 50,000 keys', () => {
    const counts = new RequestCounts();
    for (let key = 0; key < 50_000; key += 1) counts.add(1, `${key}`);
    expect([counts.add(1, 'new'), counts.add(1, 'another'), counts.add(1, '7')]).toEqual([1, 2, 2]);
  });
});

import { describe, expect, it } from 'vitest';
import { RequestCounts, type Unsaid } from '../../../server/src/limits/request-counts.ts';

describe('RequestCounts', () => {
  const add = (counts: RequestCounts, window = 1) => counts.add(window, 'poll', 'a');

  /** The only count that there is. */
  const takeOne = (counts: RequestCounts): Unsaid => {
    const [unsaid, ...others] = counts.takeUnsaid();
    if (!unsaid || others.length > 0) throw new Error('Not one count');
    return unsaid;
  };

  it('counts each name of each scope within its window', () => {
    const counts = new RequestCounts();
    expect([add(counts), add(counts), counts.add(1, 'poll', 'b')]).toEqual([1, 2, 1]);
    expect(counts.add(1, 'start', 'a')).toBe(1);
    expect(counts.takeUnsaid().map(({ key, count }) => [key, count])).toEqual([
      ['poll a', 2],
      ['poll b', 1],
      ['start a', 1],
    ]);
    expect(add(counts, 2)).toBe(1);
  });

  it('adds what other servers have counted, and its own only once', () => {
    const counts = new RequestCounts();
    for (let count = 0; count < 3; count += 1) add(counts);
    const first = takeOne(counts);
    expect(first.count).toBe(3);
    add(counts);
    // 10 in all: 3 of them ours, and one that nobody has been told of.
    first.learn(10);
    expect(add(counts)).toBe(12);
    const second = takeOne(counts);
    expect(second.count).toBe(2);
    second.learn(12);
    expect(add(counts)).toBe(13);
  });

  it('counts on where the sum was lost, and where telling it failed', () => {
    const counts = new RequestCounts();
    add(counts);
    takeOne(counts).learn(5);
    add(counts);
    takeOne(counts);
    expect(add(counts)).toBe(7);
    takeOne(counts).learn(1);
    expect(add(counts)).toBe(4);
  });

  it('takes no sum for an earlier window', () => {
    const counts = new RequestCounts();
    add(counts, 1);
    const earlier = takeOne(counts);
    add(counts, 2);
    earlier.learn(100);
    expect(add(counts, 2)).toBe(2);
  });

  it('counts together what comes after 50,000 names', () => {
    const counts = new RequestCounts();
    for (let name = 0; name < 50_000; name += 1) counts.add(1, 'poll', `${name}`);
    expect([counts.add(1, 'poll', 'new'), counts.add(1, 'start', 'another')]).toEqual([1, 2]);
    expect(counts.add(1, 'poll', '7')).toBe(2);
  });
});

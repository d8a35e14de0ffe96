import { describe, expect, it } from 'vitest';
import { inBatches } from '../../../server/src/db/in-batches.ts';

describe('inBatches', () => {
  it('does together what comes together, each with its own result', async () => {
    const batches: number[][] = [];
    const double = inBatches(async (items: readonly number[]) => {
      batches.push([...items]);
      return items.map((item) => item * 2);
    }, 3);
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
    expect(batches).toEqual([[1, 2, 3], [4]]);
    expect(await double(5)).toBe(10);
  });

  it('lets none answer for another', async () => {
    const work = inBatches(async (items: readonly string[]) => {
      if (items.includes('bad')) throw new Error('bad');
      return items;
    }, 10);
    const outcomes = await Promise.allSettled(['a', 'bad', 'b'].map(work));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});

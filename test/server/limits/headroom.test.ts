import { describe, expect, it } from 'vitest';
import { Headroom } from '../../../server/src/limits/headroom.ts';
import { FakeServerClock } from '../../fakes/fake-server-clock.ts';

/** Rows that stand a while after they were let in, and how often they were counted. */
class Table {
  rows = 0;
  counted = 0;
  readonly count = async () => {
    this.counted += 1;
    const { rows } = this;
    await Promise.resolve();
    return rows;
  };

  async fill(headroom: Headroom): Promise<boolean> {
    if (!(await headroom.take())) return false;
    await Promise.resolve();
    this.rows += 1;
    headroom.arrived();
    return true;
  }
}

describe('Headroom', () => {
  it('lets in exactly as many as there may be, one after the other', async () => {
    const table = new Table();
    const headroom = new Headroom(new FakeServerClock(), 40, table.count);
    const admitted: boolean[] = [];
    for (let count = 0; count < 50; count += 1) admitted.push(await table.fill(headroom));
    expect(admitted).toEqual([...Array(40).fill(true), ...Array(10).fill(false)]);
  });

  it('lets in no more when all come at once', async () => {
    const table = new Table();
    const headroom = new Headroom(new FakeServerClock(), 40, table.count);
    await Promise.all(Array.from({ length: 500 }, () => table.fill(headroom)));
    expect(table.rows).toBeLessThanOrEqual(40);
    expect(table.rows).toBeGreaterThan(30);
  });

  it('keeps the sum of several servers', async () => {
    const table = new Table();
    const clock = new FakeServerClock();
    const servers = [1, 2, 3].map(() => new Headroom(clock, 90, table.count));
    for (let round = 0; round < 100; round += 1) {
      for (const headroom of servers) await table.fill(headroom);
    }
    // What each had left of its last share is the most that can be too much.
    expect(table.rows).toBeLessThanOrEqual(92);
  });

  it('counts rarely while much is free, and once a second while nothing is', async () => {
    const table = new Table();
    const clock = new FakeServerClock();
    const headroom = new Headroom(clock, 1_600, table.count);
    for (let count = 0; count < 100; count += 1) await table.fill(headroom);
    expect(table.counted).toBe(1);
    table.rows = 1_600;
    while (await table.fill(headroom));
    const counted = table.counted;
    for (let count = 0; count < 100; count += 1) await table.fill(headroom);
    expect(table.counted).toBe(counted);
    table.rows = 0;
    clock.advance(1);
    expect(await table.fill(headroom)).toBe(true);
  });

  it('lets in what is asked for after a count failed', async () => {
    let fails = true;
    const headroom = new Headroom(new FakeServerClock(), 10, async () => {
      if (fails) throw new Error('no database');
      return 0;
    });
    await expect(headroom.take()).rejects.toThrow('no database');
    fails = false;
    expect(await headroom.take()).toBe(true);
  });
});

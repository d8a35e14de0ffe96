import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createSignInThrottle,
  type SignInThrottle,
} from '../../../server/src/accounts/sign-in-throttle.ts';
import type { OpenDatabase } from '../../../server/src/db/database.ts';
import { openPglite } from '../../../server/src/db/open-pglite.ts';
import { FakeServerClock } from '../../fakes/fake-server-clock.ts';

vi.setConfig({ hookTimeout: 60_000 });

let database: OpenDatabase;
let clock: FakeServerClock;
let throttle: SignInThrottle;
beforeAll(async () => {
  database = await openPglite();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(sql`truncate sign_in_attempts`);
  clock = new FakeServerClock();
  throttle = createSignInThrottle(database.db, clock);
});

const attempt = (email = 'ada@example.org', network = '192.0.2.1') =>
  throttle.attempt(email, network);

async function attempts(times: number): Promise<(number | null)[]> {
  const waits: (number | null)[] = [];
  for (let count = 0; count < times; count += 1) waits.push(await attempt());
  return waits;
}

describe('createSignInThrottle', () => {
  it('lets three attempts pass and then doubles the wait, up to 15 minutes', async () => {
    expect(await attempts(3)).toEqual([null, null, null]);
    const waits: (number | null)[] = [];
    for (let count = 0; count < 12; count += 1) {
      const seconds = await attempt();
      waits.push(seconds);
      clock.advance(seconds ?? 0);
      expect(await attempt()).toBeNull();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('counts attempts that are made at once, on two servers', async () => {
    const other = createSignInThrottle(database.db, clock);
    const waits = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        (index % 2 === 0 ? throttle : other).attempt('ada@example.org', '192.0.2.1'),
      ),
    );
    expect(waits.filter((wait) => wait === null)).toHaveLength(3);
  });

  it('starts afresh after a success', async () => {
    await attempts(3);
    await throttle.succeeded('ada@example.org', '192.0.2.1');
    expect(await attempts(3)).toEqual([null, null, null]);
  });

  it('keeps accounts and networks apart, and case together', async () => {
    await attempts(3);
    expect(await attempt('eve@example.org')).toBeNull();
    expect(await attempt('ada@example.org', '192.0.2.2')).toBeNull();
    expect(await attempt('ADA@example.org')).toBe(1);
  });

  it('forgets after a day', async () => {
    await attempts(3);
    clock.advance(24 * 3_600 + 1);
    expect(await attempts(3)).toEqual([null, null, null]);
  });

  it('keeps nothing of what was typed', async () => {
    await attempt('hunter2@example.org');
    const { rows } = (await database.db.execute(
      sql`select * from sign_in_attempts`,
    )) as unknown as {
      rows: unknown[];
    };
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|192\.0\.2/);
  });
});

import { sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { grants } from '../../../server/src/db/schema.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { OAuthFlow } from '../../support/oauth-flow.ts';
import { RommDevice } from '../../support/romm-device.ts';
import { METRICS_TOKEN, type TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

/** How often the database is asked anything while the work is done. */
async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const spies = (['select', 'insert', 'update', 'delete', 'execute', 'transaction'] as const).map(
    (method) => vi.spyOn(test.db, method),
  );
  await work();
  const calls = spies.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of spies) spy.mockRestore();
  return calls;
}

const PENDING = '"authorization_pending"';

/** One client of each dialect that has started. */
const DIALECTS = {
  pychron: async () => {
    const { device_code } = await test.start();
    return { poll: () => test.poll(device_code) };
  },
  romm: async () => {
    const device = new RommDevice(test);
    const { device_code } = await device.init();
    return { poll: () => device.poll(device_code) };
  },
  oauth: async () => {
    const flow = await OAuthFlow.create(test);
    const { device_code } = await flow.start();
    return { poll: () => flow.poll(device_code) };
  },
};

describe.each(Object.keys(DIALECTS) as (keyof typeof DIALECTS)[])('a pending poll: %s', (name) => {
  it('touches no database, from the first one on', async () => {
    const { poll } = await DIALECTS[name]();
    const queries = await countQueries(async () => {
      expect((await poll()).body).toContain(PENDING);
      test.clock.advance(5);
      expect((await poll()).body).toContain(PENDING);
    });
    expect(queries).toBe(0);
  });

  it('is told to slow down all the same', async () => {
    const { poll } = await DIALECTS[name]();
    await poll();
    test.clock.advance(1);
    expect((await poll()).body).toContain('"slow_down"');
  });

  it('asks the database once the time is up', async () => {
    const { poll } = await DIALECTS[name]();
    test.clock.advance(900);
    const queries = await countQueries(async () => {
      expect((await poll()).body).not.toContain(PENDING);
    });
    expect(queries).toBeGreaterThan(0);
  });
});

describe('an expiry that somebody corrects in the database', () => {
  it('is heard of by those who remember the grant', async () => {
    const { device_code } = await test.start();
    await test.poll(device_code);
    const earlier = (column: typeof grants.expiresAt | typeof grants.createdAt) =>
      sql`${column} - interval '15 minutes'`;
    await test.db
      .update(grants)
      .set({ createdAt: earlier(grants.createdAt), expiresAt: earlier(grants.expiresAt) });
    await vi.waitFor(async () => {
      // A poll that comes too soon would have the grant read anew.
      test.clock.advance(5);
      expect((await test.poll(device_code)).statusCode).toBe(410);
    });
  });
});

describe('the answer that a pending poll has ready', () => {
  it('says what any other answer of the API says, and is counted', async () => {
    const { device_code } = await test.start();
    const ready = await test.poll(device_code);
    const other = await test.poll('unknown');
    expect([ready.statusCode, other.statusCode]).toEqual([425, 410]);
    const named = ({ headers }: typeof ready) =>
      Object.entries(headers).filter(([name]) => !['content-length', 'date'].includes(name));
    expect(named(ready).sort()).toEqual(named(other).sort());
    expect(Number(ready.headers['content-length'])).toBe(Buffer.byteLength(ready.body));
    const metrics = await test.get('/metrics', {
      authorization: `Bearer ${METRICS_TOKEN.reveal()}`,
    });
    expect(metrics.body).toMatch(
      /onbench_http_requests_total\{method="POST",route="[^"]+poll",status="425"\} 1/,
    );
  });
});

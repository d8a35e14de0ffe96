import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OAuthFlow } from '../../support/oauth-flow.ts';
import { initRequest, RommDevice } from '../../support/romm-device.ts';
import { openTestDatabase, TestApp } from '../../support/test-app.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let test: TestApp;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const limits = { trustedProxies: ['127.0.0.1'], maxPending: 8, maxPendingPerNetwork: 4 };
  test = await TestApp.create(database, undefined, limits);
});

const from = (address: string) => ({ 'x-forwarded-for': address });

describe('codes that wait', () => {
  it('are capped for each network, in all dialects together', async () => {
    const flow = await OAuthFlow.create(test);
    const device = new RommDevice(test);
    await test.start();
    await flow.start();
    await device.init();
    const waiting = await test.start();
    const full = [
      await test.post('/api/v1/forgejo/device-codes', test.startRequest()),
      await test.postForm('/oauth/device_authorization', { client_id: 'lab-notebook' }),
      await test.post('/api/auth/device/init', initRequest()),
    ];
    expect(full.map(({ statusCode }) => statusCode)).toEqual([429, 429, 429]);
    expect(full.map(({ headers }) => headers['retry-after'])).toEqual(['30', '30', '30']);
    expect(full[0]?.json()).toEqual({ code: 'too_many_attempts', message: expect.any(String) });
    expect(full[1]?.json().error).toBe('temporarily_unavailable');
    expect(full[2]?.json()).toEqual({ detail: expect.any(String) });
    // Whoever waits already is served as before.
    expect((await test.poll(waiting.device_code)).statusCode).toBe(425);
  });

  it('are capped in all, whatever the number of networks, and IPv6 counts by /64', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 12; index += 1) {
      const address = index < 6 ? `2001:db8::${index}` : `192.0.2.${index}`;
      statuses.push(await startFrom(address));
    }
    expect(statuses).toEqual([...Array(4).fill(201), 429, 429, ...Array(4).fill(201), 429, 429]);
    expect(test.log.filter((line) => line.includes('pending-full'))).toHaveLength(1);
  });

  it('make room as they are decided and as they expire', async () => {
    const waiting = [];
    for (let index = 0; index < 4; index += 1) waiting.push(await test.start());
    expect(await startFrom('127.0.0.1')).toBe(429);
    await test.decide('deny', waiting[0]?.user_code ?? '', await test.signIn());
    test.clock.advance(1);
    expect(await startFrom('127.0.0.1')).toBe(201);
    test.clock.advance(15 * 60);
    expect(await startFrom('127.0.0.1')).toBe(201);
  });

  it('stay within the caps when 100 come at once', async () => {
    await Promise.all(Array.from({ length: 100 }, (_, index) => startFrom(`192.0.2.${index}`)));
    const list = await test.get('/api/v1/forgejo/device-codes', await test.signIn());
    expect(list.json().device_codes.length).toBeLessThanOrEqual(8);
    expect(list.json().device_codes.length).toBeGreaterThan(4);
  });
});

async function startFrom(address: string): Promise<number> {
  const body = test.startRequest();
  return (await test.post('/api/v1/forgejo/device-codes', body, from(address))).statusCode;
}

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../server/src/clock.ts';
import { createRequestLimits, type RequestLimits } from '../../server/src/limits/request-limits.ts';
import { FakeServerClock } from '../fakes/fake-server-clock.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

/* Limits that servers share through a real Redis, which is killed and comes back (security.md T17). */

const silent = { warn: () => {}, info: () => {} };
const SOON = { timeout: 15_000, interval: 20 };

let redis: TestRedis;
const opened: RequestLimits[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterEach(() => Promise.all(opened.splice(0).map((limits) => limits.close())));
afterAll(() => redis.stop());

/** Servers whose minute never ends, each test in a minute of its own. */
let minutes = 0;
async function openServers(count: number): Promise<readonly RequestLimits[]> {
  const clock = new FakeServerClock();
  minutes += 1;
  clock.advance(minutes * 60);
  const servers = Array.from({ length: count }, () =>
    createRequestLimits(clock, redis.url, silent),
  );
  opened.push(...servers);
  await untilAll(servers, 'shared');
  return servers;
}

async function untilAll(
  servers: readonly RequestLimits[],
  health: ReturnType<RequestLimits['health']>,
): Promise<void> {
  await vi.waitFor(() => {
    expect(servers.map((limits) => limits.health())).toEqual(servers.map(() => health));
  }, SOON);
}

function spend(limits: RequestLimits, times: number): number {
  let passed = 0;
  for (let count = 0; count < times; count += 1) {
    if (limits.spend('start', '192.0.2.1', 60) === null) passed += 1;
  }
  return passed;
}

describe('limits through Redis', () => {
  it('are one for all servers', async () => {
    const [first, second, third] = await openServers(3);
    if (!first || !second || !third) throw new Error('three servers');
    expect(spend(first, 60)).toBe(60);
    // So few that they alone would not use the limit up.
    const few = { timeout: 6_000, interval: 200 };
    await vi.waitFor(() => expect(spend(second, 1)).toBe(0), few);
    await vi.waitFor(() => expect(spend(third, 1)).toBe(0), few);
  });

  it('are half as much, from memory, once Redis is killed, and whole again when it is back', async () => {
    const servers = await openServers(2);
    await redis.kill();
    await untilAll(servers, 'degraded');
    for (const limits of servers) expect(spend(limits, 100)).toBe(30);
    await redis.start();
    await untilAll(servers, 'shared');
  });

  it('are half as much while Redis hangs', async () => {
    const [limits] = await openServers(1);
    if (!limits) throw new Error('one server');
    redis.hang();
    await untilAll([limits], 'degraded');
    expect(spend(limits, 100)).toBe(30);
    await redis.kill();
    await redis.start();
    await untilAll([limits], 'shared');
  });

  it('go on being counted when Redis is emptied', async () => {
    const [limits] = await openServers(1);
    if (!limits) throw new Error('one server');
    expect(spend(limits, 60)).toBe(60);
    await redis.kill();
    await redis.start();
    await untilAll([limits], 'shared');
    expect(spend(limits, 1)).toBe(0);
  });

  it('are there before Redis ever was', () => {
    const limits = createRequestLimits(systemClock, 'redis://127.0.0.1:1', silent);
    opened.push(limits);
    expect(limits.health()).toBe('degraded');
    expect(spend(limits, 100)).toBe(30);
  });
});

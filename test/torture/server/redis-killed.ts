import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestPostgres } from '../../support/postgres.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { floodStarts } from './flood-starts.ts';
import { must, type Scale, type ServerCase } from './server-case.ts';
import { ServerFleet, type ServerProcess, untilReady } from './server-process.ts';
import { SteadyPollers } from './steady-pollers.ts';

const SIZES = {
  full: { pollers: 600, starts: 20_000, rounds: 3, pauseMs: 3_000 },
  short: { pollers: 10, starts: 200, rounds: 1, pauseMs: 0 },
};

const ADDRESSES = 50;

/** What one address may ask of this page in a minute, and half of it where servers cannot add up. */
const LIMITED = { path: '/metrics', perMinute: 60 };

const CHANGE_MS = 20_000;

/** Redis dies, comes back and hangs under load: no request fails or waits for it, and limits get stricter. */
export const redisKilled: ServerCase = {
  name: 'Redis killed, started and stopped in its tracks under load',
  rows: 'T17',
  async run(postgres: TestPostgres, scale: Scale) {
    const { pollers, starts, rounds, pauseMs } = SIZES[scale];
    const redis = await startRedis();
    const fleet = await ServerFleet.create(await postgres.createDatabase());
    const settings = { ONBENCH_REDIS_URL: redis.url };
    const servers = [await fleet.start(settings), await fleet.start(settings)];
    try {
      await Promise.all(servers.map(untilReady));
      const polling = await SteadyPollers.start(servers, pollers);
      await sleep(pauseMs);
      const before = polling.take();
      const floods = Promise.all(servers.map(({ url }) => floodStarts(url, starts, ADDRESSES)));
      for (let round = 0; round < rounds; round += 1) {
        await disturb(redis, servers, pauseMs);
      }
      for (const statuses of await floods) {
        must(statuses[201] === starts, () => `Starts were answered ${JSON.stringify(statuses)}`);
      }
      const during = polling.take();
      await polling.stop();
      return `${rounds} kills and ${rounds} hangs, each noticed: ${2 * starts} starts all answered 201, ${during.polls} polls all told to wait, p99 ${before.p99Ms.toFixed(1)} ms before and ${during.p99Ms.toFixed(1)} ms during it; limits at half meanwhile`;
    } finally {
      await Promise.all(servers.map((server) => server.end('SIGKILL')));
      await fleet.remove();
      await redis.stop();
    }
  },
};

async function disturb(
  redis: TestRedis,
  servers: readonly ServerProcess[],
  pauseMs: number,
): Promise<void> {
  await until(servers, 'ok');
  await redis.kill();
  await until(servers, 'failed');
  await Promise.all(servers.map(mustBeStricter));
  await sleep(pauseMs);
  await redis.start();
  await until(servers, 'ok');
  redis.hang();
  await until(servers, 'failed');
  await redis.kill();
  await redis.start();
  await until(servers, 'ok');
}

async function until(servers: readonly ServerProcess[], limits: 'ok' | 'failed'): Promise<void> {
  const deadlineMs = performance.now() + CHANGE_MS;
  for (const server of servers) {
    for (;;) {
      const { status, body } = await server.send('GET', '/readyz');
      must(status === 200, () => `A server without Redis is not ready: ${body}`);
      if (JSON.parse(body).checks.limits === limits) break;
      must(performance.now() < deadlineMs, () => `Limits are not ${limits}: ${body}`);
      await sleep(100);
    }
  }
}

/** Half the limit at most passes, in each of the two minutes that this may fall into. */
async function mustBeStricter(server: ServerProcess): Promise<void> {
  const { path, perMinute } = LIMITED;
  const statuses: number[] = [];
  for (let request = 0; request < 2 * perMinute; request += 1) {
    statuses.push((await server.send('GET', path)).status);
  }
  const passed = statuses.filter((status) => status !== 429).length;
  must(passed <= perMinute, () => `Without Redis ${passed} requests passed`);
}

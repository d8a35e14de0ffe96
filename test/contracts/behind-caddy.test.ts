import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../server/src/config.ts';
import type { RunningServer } from '../../server/src/run-server.ts';
import { startServer } from '../../server/src/server.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { findCaddy, startCaddy } from '../support/caddy.ts';
import { newPublicKey } from '../support/new-public-key.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { freePort, startRedis, type TestRedis } from '../support/redis.ts';

/* What deploy/compose.yaml runs, without its containers: two servers, PostgreSQL, Redis, and Caddy with its Caddyfile. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const START = '/api/v1/forgejo/device-codes';
const caddyFile = findCaddy();

describe.skipIf(caddyFile === null)('two servers behind Caddy', () => {
  let postgres: TestPostgres;
  let redis: TestRedis;
  let caddy: Awaited<ReturnType<typeof startCaddy>>;
  let folder: string;
  let url: string;
  const servers: RunningServer[] = [];

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
    folder = await mkdtemp(join(tmpdir(), 'onbench-caddy-servers-'));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const ports = [await freePort(), await freePort()];
    const DATABASE_URL = await postgres.createDatabase();
    for (const each of ports) {
      const outcome = readConfig({
        DATABASE_URL,
        ONBENCH_DATA_DIR: folder,
        ONBENCH_PORT: String(each),
        ONBENCH_PUBLIC_URL: url,
        ONBENCH_REDIS_URL: redis.url,
        ONBENCH_TRUSTED_PROXIES: '127.0.0.1',
        ONBENCH_LOG_LEVEL: 'silent',
      });
      if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'));
      servers.push(await startServer(outcome.config, async () => new FakeGitHost()));
    }
    caddy = await startCaddy(
      caddyFile ?? '',
      port,
      ports.map((each) => `127.0.0.1:${each}`),
    );
  });
  afterAll(async () => {
    await caddy.stop();
    await Promise.all(servers.map((server) => server.stop()));
    await Promise.all([postgres.stop(), redis.stop()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function post(path: string, body: object, headers: Record<string, string> = {}) {
    return await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  const start = (headers = {}) =>
    post(START, { public_key: newPublicKey(), hostname: 'lab-mac-01' }, headers);

  it.each(['/metrics', '/healthz', '/readyz'])('keep %s to themselves', async (path) => {
    expect((await fetch(url + path)).status).toBe(404);
  });

  it('count by the address that Caddy saw, whatever the client says of itself', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 130; count += 1) {
      const forged = { 'x-forwarded-for': `198.51.100.${count}`, 'x-real-ip': '198.51.100.1' };
      statuses.push((await start(forged)).status);
    }
    expect(statuses).toContain(201);
    expect(statuses.filter((status) => status === 201).length).toBeLessThan(130);
    expect(statuses).toContain(429);
  });

  it('lose no poll while one of them drains and stops', async () => {
    const polls: number[] = [];
    const isOver = Promise.all([servers[0]?.drain().then(() => servers.shift()?.stop())]);
    let goesOn = true;
    void isOver.finally(() => {
      goesOn = false;
    });
    while (goesOn) polls.push((await post(`${START}/poll`, { device_code: 'none' })).status);
    await isOver;
    for (let count = 0; count < 20; count += 1) {
      polls.push((await post(`${START}/poll`, { device_code: 'none' })).status);
    }
    // A code that does not exist, or too many of them a minute: always the server's own word.
    expect(polls.filter((status) => status !== 410 && status !== 429)).toEqual([]);
    expect(polls).toContain(410);
  });
});

import { once } from 'node:events';
import { request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { type Reply, ServerFleet, type ServerProcess } from '../torture/server/server-process.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
let fleet: ServerFleet;

beforeEach(async () => {
  postgres = await startPostgres();
  fleet = await ServerFleet.create(await postgres.createDatabase());
});
afterEach(async () => {
  await fleet.remove();
  await postgres.stop();
});

/** On a connection of its own that is not kept. */
async function status(server: ServerProcess): Promise<number | undefined> {
  const sent = request(`${server.url}/readyz`, { agent: false }).end();
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

describe('SIGTERM', () => {
  it('answers on, asks to be left out, and lets go of everything in 10 s', async () => {
    const server = await fleet.start();
    expect((await server.poll('unknown')).status).toBe(410);
    // The connection of that poll is kept, so the server waits for it.
    const startedMs = performance.now();
    const ended = server.end('SIGTERM');
    await vi.waitFor(async () => expect(await status(server)).toBe(503));
    const last: Reply = await server.poll('unknown');
    expect(last.status).toBe(410);
    expect(await ended).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});

describe('five processes that start at once', () => {
  it('migrate an empty database once', async () => {
    const servers = await Promise.all(Array.from({ length: 5 }, () => fleet.start()));
    for (const server of servers) expect((await server.poll('unknown')).status).toBe(410);
    await Promise.all(servers.map((server) => server.end('SIGKILL')));
  });
});

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { capture } from '../../scripts/stage/child-process.ts';
import { findCanaries } from '../support/find-canaries.ts';
import {
  ADMINISTRATOR,
  type ListeningServer,
  startListeningServer,
} from '../support/listening-server.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { WALKER, walkDialects } from '../support/walk-dialects.ts';

/*
 * What a thief of the database, its files or a backup gets (security.md T07): no code, no token, no session, no password of
 * any dialect. Each sweep also finds what is no secret, so that it has looked in the right place.
 */

const CLIENT_ID = 'lab-notebook';
const SOON = { timeout: 15_000, interval: 50 };

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let postgres: TestPostgres;
let redis: TestRedis;
let server: ListeningServer | null = null;
beforeAll(async () => {
  [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
});
afterEach(async () => {
  await server?.stop();
  server = null;
});
afterAll(() => Promise.all([postgres.stop(), redis.stop()]));

async function walk(settings: Readonly<Record<string, string>>) {
  server = await startListeningServer({ clientIds: [CLIENT_ID], settings });
  const { url } = server;
  const secrets = await walkDialects({
    url,
    origin: url,
    oauthClientId: CLIENT_ID,
    ...ADMINISTRATOR,
  });
  // Six requests with three spellings of their codes, three tokens, password and session.
  expect(new Set(secrets).size).toBeGreaterThanOrEqual(20);
  return { server, secrets };
}

/** Every file below a folder, in one piece. */
async function bytesBelow(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)))),
  );
}

describe('a stolen database', () => {
  it('of the embedded kind holds no secret in any of its files', async () => {
    const { server, secrets } = await walk({ DATABASE_URL: '' });
    const bytes = await bytesBelow(join(server.dataDir, 'database'));
    expect(findCanaries(bytes, [WALKER])).toEqual([WALKER]);
    expect(findCanaries(bytes, secrets)).toEqual([]);
  });

  it('in PostgreSQL holds none in a dump, in its files, in its log of writes, or in Redis', async () => {
    const DATABASE_URL = await postgres.createDatabase();
    const { secrets } = await walk({ DATABASE_URL, ONBENCH_REDIS_URL: redis.url });
    const dump = await capture('pg_dump', [DATABASE_URL]);
    expect(findCanaries(dump, [WALKER])).toEqual([WALKER]);
    expect(findCanaries(dump, secrets)).toEqual([]);

    await capture('psql', [DATABASE_URL, '-c', 'checkpoint']);
    const data = join(new URL(DATABASE_URL).searchParams.get('host') ?? '', 'data');
    for (const part of ['base', 'pg_wal']) {
      const bytes = await bytesBelow(join(data, part));
      expect(findCanaries(bytes, [WALKER]), part).toEqual([WALKER]);
      expect(findCanaries(bytes, secrets), part).toEqual([]);
    }

    const client = new Redis(redis.url);
    await vi.waitFor(async () => expect(await client.dbsize()).toBeGreaterThan(0), SOON);
    await client.config('SET', 'rdbcompression', 'no');
    await client.save();
    const [, folder] = (await client.config('GET', 'dir')) as [string, string];
    client.disconnect();
    const shared = await readFile(join(folder, 'dump.rdb'));
    expect(findCanaries(shared, ['127.0.0.1'])).toEqual(['127.0.0.1']);
    expect(findCanaries(shared, secrets)).toEqual([]);
  });
});

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { stopProcess } from '../../scripts/stage/child-process.ts';

export interface TestRedis {
  readonly url: string;
  /** It keeps its connections and answers nothing any more. */
  hang(): void;
  /** As a machine that loses its power. */
  kill(): Promise<void>;
  /** Empty, on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A real Redis of its own on a free port of loopback, which keeps nothing. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ReturnType<typeof spawn> | null = null;
  const end = async () => {
    if (server) await stopProcess(server);
    server = null;
  };
  const redis: TestRedis = {
    url,
    start: async () => {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
      server = spawn('redis-server', [...options, '--save', '', '--appendonly', 'no'], {
        stdio: 'ignore',
      });
      await untilReady(url);
    },
    hang: () => void server?.kill('SIGSTOP'),
    kill: async () => {
      server?.kill('SIGKILL');
      await end();
    },
    stop: async () => {
      await end();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

async function untilReady(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: 200 });
  client.on('error', () => {});
  await client.ping();
  client.disconnect();
}

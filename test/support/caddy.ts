import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopProcess } from '../../scripts/stage/child-process.ts';

const CADDYFILE = join(import.meta.dirname, '../../deploy/Caddyfile');

/** Null where Caddy is not installed. */
export function findCaddy(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'caddy')).find((file) => existsSync(file)) ?? null;
}

/** A real Caddy with the Caddyfile of `deploy/`, over plain HTTP on this port of loopback. */
export async function startCaddy(
  file: string,
  port: number,
  upstreams: readonly string[],
): Promise<{ stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-caddy-'));
  const server = spawn(file, ['run', '--adapter', 'caddyfile', '--config', CADDYFILE], {
    env: {
      HOME: folder,
      CADDY_ADMIN: `unix/${folder}/admin.sock`,
      ONBENCH_DOMAIN: `http://127.0.0.1:${port}`,
      ONBENCH_UPSTREAMS: upstreams.join(' '),
    },
    stdio: 'ignore',
  });
  await untilForwards(`http://127.0.0.1:${port}/device`);
  return {
    stop: async () => {
      await stopProcess(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Not before it has found out which servers are well. */
async function untilForwards(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer && answer.status !== 502 && answer.status !== 503) return;
    await sleep(50);
  }
  throw new Error('Caddy does not forward');
}

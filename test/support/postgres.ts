import { execFile, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { stopProcess } from '../../scripts/stage/child-process.ts';

const run = promisify(execFile);

export interface TestPostgres {
  /** A fresh database on this server, by URL. */
  createDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** A real PostgreSQL of its own in a temporary folder, reached by a Unix socket there: no port, no account's data. */
export async function startPostgres({ isDurable = false } = {}): Promise<TestPostgres> {
  const bin = await newestBinaries();
  const folder = await mkdtemp(join(tmpdir(), 'onbench-postgres-'));
  const identity = unprivilegedIdentity();
  if (identity) await chown(folder, identity.uid, identity.gid);
  const data = join(folder, 'data');
  const initdb = ['-D', data, '-U', 'onbench', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  await run(join(bin, 'initdb'), initdb, { ...identity, cwd: folder });
  const server = spawn(
    join(bin, 'postgres'),
    [
      '-D',
      data,
      '-k',
      folder,
      '-c',
      'listen_addresses=',
      '-c',
      `fsync=${isDurable ? 'on' : 'off'}`,
    ],
    { ...identity, cwd: folder, stdio: 'ignore' },
  );
  const urlOf = (name: string) => `postgresql://onbench@localhost/${name}?host=${folder}`;
  const stop = async () => {
    // Smart shutdown lets connections that are just closing end; fast shutdown cuts off what a failed test left open.
    await stopProcess(server, 'SIGINT');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(urlOf('postgres'));
  } catch (error) {
    await stop();
    throw error;
  }
  let count = 0;
  return {
    createDatabase: async () => {
      count += 1;
      const name = `onbench_${count}`;
      await query(urlOf('postgres'), `create database ${name}`);
      return urlOf(name);
    },
    stop,
  };
}

async function newestBinaries(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? await readdir(root) : [];
  const newest = versions
    .map(Number)
    .filter(Number.isInteger)
    .sort((a, b) => b - a)[0];
  if (newest === undefined) throw new Error('PostgreSQL is not installed: apt install postgresql');
  return join(root, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root, so root lends it the account of its Debian package. */
function unprivilegedIdentity(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const idOf = (flag: string) =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await query(url, 'select 1');
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(50);
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

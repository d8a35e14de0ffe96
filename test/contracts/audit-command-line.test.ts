import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../scripts/stage/child-process.ts';
import { openPglite } from '../../server/src/db/open-pglite.ts';
import { eventAt, tamper } from '../support/tamper.ts';

vi.setConfig({ testTimeout: 180_000 });

const CLI = ['--import', 'tsx', join(import.meta.dirname, '../../server/src/cli.ts')];

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-audit-'));
  env = { ONBENCH_DATA_DIR: folder, ONBENCH_PORT: '0', ONBENCH_SSH_PORT: '0', DATABASE_URL: '' };
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function audit(...args: string[]) {
  return await run(process.execPath, [...CLI, 'audit', ...args], { env, stdin: '' });
}

async function untilListening(server: ChildProcess): Promise<void> {
  if (!server.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: server.stdout })) {
    if (JSON.parse(line).event === 'listening') return;
  }
  throw new Error('The server ended before it was listening');
}

/** The operator sets a server up; it runs for a moment and seals. */
async function serveOnce(): Promise<void> {
  await run(process.execPath, [...CLI, 'bootstrap', 'NMGRL', 'ada@example.org'], {
    env,
    stdin: '',
  });
  const server = spawn(process.execPath, CLI, { env: { ...process.env, ...env } });
  const exited = once(server, 'exit');
  await untilListening(server);
  server.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
}

async function tamperWith(statement: string): Promise<void> {
  const { db, close } = await openPglite(join(folder, 'database'));
  await tamper(db, statement);
  await close();
}

describe('onbench-server audit', () => {
  it('proves a log intact, exports it, and names what was done to it', async () => {
    await serveOnce();
    const intact = await audit('verify');
    expect(intact).toMatchObject({ code: 0, stderr: 'The audit log is intact: 2 events.\n' });
    expect(intact.stdout).toMatch(/^2:[0-9a-f]{64}\n$/);
    const since = await audit('verify', '--since', intact.stdout.trim());
    expect(since.code).toBe(0);

    const csv = await audit('export', '--format', 'csv');
    expect(csv.code).toBe(0);
    expect(csv.stdout.split('\r\n')).toHaveLength(4);
    const jsonl = await audit(
      'export',
      '--format',
      'jsonl',
      '--kind',
      'lab-added',
      '--lab',
      'NMGRL',
    );
    expect(JSON.parse(jsonl.stdout)).toMatchObject({
      kind: 'lab-added',
      actor: 'operator',
      lab: 'NMGRL',
      position: 1,
    });
    const none = await audit('export', '--format', 'jsonl', '--to', '2020-01-01T00:00:00Z');
    expect([none.code, none.stdout]).toEqual([0, '']);

    await tamperWith(
      `update audit_events set facts = '{"email":"eve@example.org","labs":[]}' where id = ${eventAt(2)}`,
    );
    const changed = await audit('verify');
    expect([changed.code, changed.stdout]).toEqual([1, '']);
    expect(changed.stderr).toMatch(/NOT intact: event 2 of the chain .* administrator-added\.\n$/);

    await tamperWith('delete from audit_seals where position = 2');
    const cut = await audit('verify');
    expect(cut.code).toBe(1);
    expect(cut.stderr).toContain('from event 2 of the chain on, 1 sealed events are missing');

    await writeFile(join(folder, 'server-secret'), `${'0'.repeat(64)}\n`);
    expect((await audit('verify')).code).toBe(1);
  });

  it.each([
    ['no format', ['export'], '--format csv or --format jsonl'],
    ['an unknown kind', ['export', '--format', 'csv', '--kind', 'x'], '--kind'],
    ['a time that is none', ['export', '--format', 'csv', '--from', 'monday'], '--from'],
    ['a head that is none', ['verify', '--since', '12'], 'COUNT:HASH'],
  ])('ends with 64 for %s', async (_name, args, words) => {
    const { code, stderr } = await audit(...args);
    expect(code).toBe(64);
    expect(stderr).toContain(words);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../scripts/stage/child-process.ts';

vi.setConfig({ testTimeout: 180_000 });

const CLI = ['--import', 'tsx', join(import.meta.dirname, '../../server/src/cli.ts')];

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-cli-'));
  env = { ONBENCH_DATA_DIR: folder, ONBENCH_PORT: '0', ONBENCH_SSH_PORT: '0', DATABASE_URL: '' };
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function onbenchServer(args: readonly string[], options: { stdin?: string } = {}) {
  return await run(process.execPath, [...CLI, ...args], { env, stdin: '', ...options });
}

async function listening(server: ChildProcess): Promise<{ url: string }> {
  if (!server.stdout) throw new Error('no output');
  for await (const line of createInterface({ input: server.stdout })) {
    const entry = JSON.parse(line);
    if (entry.event === 'listening') return entry;
  }
  throw new Error('The server ended before it was listening');
}

async function signIn(url: string, password: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email: 'ada@example.org', password }),
  });
  return response.status;
}

describe('onbench-server', () => {
  it('says all that is wrong with its settings and ends with 78', async () => {
    env = { ...env, ONBENCH_PORT: 'http', ONBENCH_GIT_HOST: 'none' };
    const { code, stdout, stderr } = await onbenchServer([]);
    expect([code, stdout]).toEqual([78, '']);
    expect(stderr).toBe(
      'The settings are not valid:\n' +
        '  ONBENCH_PORT must be a port from 0 to 65535\n' +
        '  ONBENCH_GIT_HOST must be embedded, authorized-keys or forgejo\n',
    );
  });

  it.each([
    ['an unknown command', ['dance'], 'There is no command dance.'],
    ['an unknown option', ['lab', 'add', 'X', '--force'], "Unknown option '--force'"],
    ['a lab that is no name', ['lab', 'add', '../x'], 'A lab is named by letters'],
    ['a client that is no id', ['client', 'add', '<b>', '--name', 'X'], 'A client is named by'],
    ['a client without a name', ['client', 'add', 'lab-notebook'], 'Give the name'],
    ['a client of two lines', ['client', 'add', 'x', '--name', 'a\nb'], 'Give the name'],
    ['a scope that is none', ['admin', 'add', 'a@b.org', '--may-grant', 'all'], 'no scope all'],
    ['an administrator that is no address', ['admin', 'add', 'ada'], 'by an e-mail address'],
  ])('ends with 64 for %s', async (_name, args, words) => {
    const { code, stderr } = await onbenchServer(args);
    expect(code).toBe(64);
    expect(stderr).toContain(words);
    expect(stderr).toContain('Usage:');
  });

  it('says why it cannot use a database or an address, without a stack', async () => {
    env = { ...env, DATABASE_URL: `postgresql://ada:canary@localhost/onbench?host=${folder}` };
    const unreachable = await onbenchServer(['lab', 'add', 'NMGRL']);
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toMatch(
      /^The database that DATABASE_URL names cannot be used: .*\n$/,
    );
    expect(unreachable.stderr).not.toContain('canary');
    // An address of a network that is kept for documents (RFC 5737).
    env = { ...env, DATABASE_URL: '', ONBENCH_HOST: '192.0.2.1' };
    const elsewhere = await onbenchServer([]);
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.stderr).toMatch(/^The server cannot listen: .* Set ONBENCH_HOST .*\n$/);
  });

  it('sets up, serves, is alone on its data, and stops when told to', async () => {
    const first = await onbenchServer(['bootstrap', 'NMGRL', 'ada@example.org']);
    expect(first).toMatchObject({ code: 0, stderr: 'ada@example.org added, for NMGRL.\n' });
    expect(first.stdout).toMatch(/^[a-z2-9]{20}\n$/);
    const again = await onbenchServer(['bootstrap', 'NMGRL', 'eve@example.org']);
    expect([again.code, again.stdout]).toEqual([0, '']);

    const server = spawn(process.execPath, CLI, { env: { ...process.env, ...env } });
    const exited = once(server, 'exit');
    try {
      const { url } = await listening(server);
      expect(await signIn(url, first.stdout.trim())).toBe(200);
      const second = await onbenchServer(['lab', 'add', 'OTHER']);
      expect(second.code).toBe(1);
      expect(second.stderr).toContain(`is in use by another process (${server.pid})`);
    } finally {
      server.kill('SIGTERM');
    }
    expect(await exited).toEqual([0, null]);
  });

  it('adds labs and administrators, and takes passwords from standard input', async () => {
    expect((await onbenchServer(['lab', 'add', 'NMGRL'])).code).toBe(0);
    const add = ['admin', 'add', 'ada@example.org', '--lab'];
    const unknown = await onbenchServer([...add, 'NOWHERE', '--generate-password']);
    expect([unknown.code, unknown.stdout]).toEqual([1, '']);
    expect(unknown.stderr).toContain('No such lab: NOWHERE');
    const short = await onbenchServer([...add, 'NMGRL'], { stdin: 'short\n' });
    expect([short.code, short.stderr]).toEqual([1, 'A password needs at least 10 characters.\n']);
    const added = await onbenchServer([...add, 'NMGRL'], { stdin: 'correct horse\n' });
    expect(added).toMatchObject({ code: 0, stdout: '' });
    const twice = await onbenchServer([...add, 'NMGRL'], { stdin: 'correct horse\n' });
    expect(twice.code).toBe(1);
    const changed = await onbenchServer(['admin', 'passwd', 'ADA@example.org'], {
      stdin: 'battery staple\n',
    });
    expect(changed).toMatchObject({ code: 0, stdout: '' });
    const nobody = await onbenchServer(['admin', 'passwd', 'eve@example.org'], {
      stdin: 'battery staple\n',
    });
    expect(nobody.stderr).toContain('There is no administrator eve@example.org.');
  });

  it('changes what an administrator may, and keeps the last one of the server', async () => {
    await onbenchServer(['bootstrap', 'NMGRL', 'ada@example.org']);
    const eve = ['eve@example.org', '--lab', 'NMGRL', '--may-grant', 'me.read'];
    expect((await onbenchServer(['admin', 'add', ...eve, '--generate-password'])).code).toBe(0);
    const last = await onbenchServer(['admin', 'remove', 'ada@example.org']);
    expect([last.code, last.stderr]).toEqual([1, expect.stringContaining('--server-admin first')]);
    const scope = ['--may-grant', 'workstations:register_ssh_key'];
    const set = await onbenchServer([
      'admin',
      'set',
      'Eve@example.org',
      ...scope,
      '--server-admin',
    ]);
    expect(set).toMatchObject({ code: 0, stderr: 'Eve@example.org changed.\n' });
    expect((await onbenchServer(['admin', 'remove', 'ada@example.org'])).code).toBe(0);
    const listed = await onbenchServer(['admin', 'list']);
    expect(listed.stdout).toBe(
      'eve@example.org\tNMGRL\tworkstations:register_ssh_key\tserver-admin\n',
    );
  });

  it('registers OAuth clients once each, and lists them', async () => {
    const add = ['client', 'add', 'lab-notebook', '--name', 'Lab notebook'];
    const added = await onbenchServer(add);
    expect(added).toMatchObject({ code: 0, stdout: '' });
    expect(added.stderr).toBe('Client lab-notebook added: Lab notebook.\n');
    const twice = await onbenchServer([...add.slice(0, 3), '--name', 'Another']);
    expect(twice).toMatchObject({ code: 1, stderr: 'Client lab-notebook exists already.\n' });
    const listed = await onbenchServer(['client', 'list']);
    expect(listed.stdout).toMatch(/^lab-notebook\tLab notebook\t\d{4}-\d\d-\d\dT[\d:.]+Z\n$/);
  });
});

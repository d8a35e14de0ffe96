import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { capture, run } from '../../scripts/stage/child-process.ts';
import { readConfig } from '../../server/src/config.ts';
import type { RunningServer } from '../../server/src/run-server.ts';
import { startServer } from '../../server/src/server.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { ALIAS, type ClientKey, createClientKey, SshClient } from '../support/ssh-client.ts';

/* Backup and restore as docs/operations.md says it: the very commands of that page are run. */

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

const PAGE = join(import.meta.dirname, '../../docs/operations.md');
const CLI = join(import.meta.dirname, '../../server/src/cli.ts');
const EMAIL = 'ada@example.org';
const API = '/api/v1/forgejo';

let page: string;
let postgres: TestPostgres;
let folder: string;
let key: ClientKey;
let server: RunningServer | null = null;

beforeAll(async () => {
  page = await readFile(PAGE, 'utf8');
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-backup-'));
  key = await createClientKey(folder, 'workstation', 'NMGRL');
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

/** Of one server: where it keeps what. */
interface Place {
  readonly ONBENCH_DATA_DIR: string;
  readonly DATABASE_URL: string;
}

const settings = (place: Place) => ({
  ...place,
  ONBENCH_PORT: '0',
  ONBENCH_SSH_PORT: '0',
  ONBENCH_LOG_LEVEL: 'silent',
});

/** The commands below a heading of the page, in a shell where `onbench-server` is the one of this tree. */
async function follow(heading: string, place: Place) {
  const [, commands = ''] =
    new RegExp(`### ${heading}\n[^#]*?\`\`\`sh\n(.+?)\`\`\``, 's').exec(page) ?? [];
  expect(commands, heading).not.toBe('');
  const server = `onbench-server() { "${process.execPath}" --import tsx "${CLI}" "$@"; }`;
  const env = { ...settings(place), BACKUP_DIR: folder };
  return await run('bash', ['-euc', `${server}\n${commands}`], { env, stdin: '' });
}

async function start(place: Place): Promise<RunningServer> {
  const outcome = readConfig(settings(place));
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'));
  server = await startServer(outcome.config);
  return server;
}

async function stop(): Promise<void> {
  await server?.stop();
  server = null;
}

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const { url = '' } = server ?? {};
  return await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify(body),
  });
}

async function signIn(password: string) {
  const response = await post('/api/v1/session', { email: EMAIL, password });
  const { csrf_token } = await response.json();
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
  return { status: response.status, headers: { 'x-csrf-token': String(csrf_token), cookie } };
}

const startOf = (public_key: string) => ({ public_key, hostname: 'lab-mac-01' });

/** A server with an enrolled workstation, whose commit is in the lab's repository, and one more that waits. */
async function populate(place: Place) {
  const cli = ['--import', 'tsx', CLI, 'bootstrap', 'NMGRL', EMAIL];
  const env = settings(place);
  const password = (await capture(process.execPath, cli, { env, stdin: '' })).trim();
  await start(place);
  const { headers } = await signIn(password);
  const started = await (await post(`${API}/device-codes`, startOf(key.publicKey))).json();
  const approval = {
    user_code: started.user_code,
    lab: 'NMGRL',
    technician_email: 'tech@example.org',
    scopes: ['workstations:register_ssh_key'],
  };
  await post(`${API}/device-codes/approve`, approval, headers);
  const { device_code } = started;
  const minted = await (await post(`${API}/device-codes/poll`, { device_code })).json();
  await pushCommit();
  const other = await createClientKey(folder, 'other', 'NMGRL');
  const waiting = await (await post(`${API}/device-codes`, startOf(other.publicKey))).json();
  return { password, minted, waiting };
}

async function gitClient(): Promise<SshClient> {
  if (!server) throw new Error('No server is running');
  return await SshClient.create(folder, server.ssh, 'git', key);
}

async function pushCommit(): Promise<void> {
  const client = await gitClient();
  const work = join(folder, 'work');
  await client.git('clone', '-q', `${ALIAS}:NMGRL/MetaData.git`, work);
  await client.git('-C', work, 'commit', '-q', '--allow-empty', '-m', 'from the bench');
  expect((await client.git('-C', work, 'push', '-q', 'origin', 'HEAD:main')).code).toBe(0);
}

/** Everything that somebody relies on, on the restored server. */
async function expectRestored({ password, minted, waiting }: Awaited<ReturnType<typeof populate>>) {
  const authorization = `Bearer ${minted.api_token}`;
  const { url = '', ssh } = server ?? {};
  const whoami = await fetch(`${url}${API}/whoami`, { headers: { authorization } });
  expect([whoami.status, await whoami.json()]).toMatchObject([200, { lab: 'NMGRL' }]);

  const hostKeyOf = (line = '') => line.split(' ').slice(1, 3);
  expect(hostKeyOf(ssh?.knownHostsLine)).toEqual(hostKeyOf(minted.ssh_host_alias.known_hosts_line));
  const heads = await (await gitClient()).git('ls-remote', `${ALIAS}:NMGRL/MetaData.git`, 'main');
  expect(heads.stdout).toMatch(/^[0-9a-f]{40}\trefs\/heads\/main/);

  const { status, headers } = await signIn(password);
  expect(status).toBe(200);
  const devices = await fetch(`${url}/api/v1/admin/devices`, { headers });
  const [device] = (await devices.json()).devices;
  expect(device.key_fingerprint).toBe(key.fingerprint);
  const lookup = { user_code: waiting.user_code };
  expect((await post(`${API}/device-codes/lookup`, lookup, headers)).status).toBe(200);
}

describe('a backup of the embedded database', () => {
  const place = (name: string) => ({ ONBENCH_DATA_DIR: join(folder, name), DATABASE_URL: '' });

  it('brings back tokens, keys, devices, repositories and the audit log', async () => {
    const before = await populate(place('before'));
    await stop();
    expect(await follow('Back up the embedded database', place('before'))).toMatchObject({
      code: 0,
    });
    await rm(join(folder, 'before'), { recursive: true });
    const restored = await follow('Restore the embedded database', place('after'));
    expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining('is intact') });
    await start(place('after'));
    await expectRestored(before);
  });

  it('without the secret keeps tokens and keys, and loses waiting codes and the audit chain', async () => {
    const { password, minted, waiting } = await populate(place('before'));
    await stop();
    await writeFile(join(folder, 'before', 'server-secret'), `${'0'.repeat(64)}\n`);
    const verify = ['--import', 'tsx', CLI, 'audit', 'verify'];
    const env = settings(place('before'));
    expect(await run(process.execPath, verify, { env, stdin: '' })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('NOT intact'),
    });
    const { url } = await start(place('before'));
    const authorization = `Bearer ${minted.api_token}`;
    expect((await fetch(`${url}${API}/whoami`, { headers: { authorization } })).status).toBe(200);
    expect((await (await gitClient()).git('ls-remote', `${ALIAS}:NMGRL/MetaData.git`)).code).toBe(
      0,
    );
    const { headers } = await signIn(password);
    const { user_code, device_code } = waiting;
    expect((await post(`${API}/device-codes/lookup`, { user_code }, headers)).status).toBe(404);
    expect((await post(`${API}/device-codes/poll`, { device_code })).status).toBe(425);
  });
});

describe('a backup of PostgreSQL', () => {
  it('is made while servers run, and brings everything back', async () => {
    const before = {
      ONBENCH_DATA_DIR: join(folder, 'before'),
      DATABASE_URL: await postgres.createDatabase(),
    };
    const after = {
      ONBENCH_DATA_DIR: join(folder, 'after'),
      DATABASE_URL: await postgres.createDatabase(),
    };
    const known = await populate(before);
    expect(await follow('Back up PostgreSQL', before)).toMatchObject({ code: 0 });
    await stop();
    await rm(before.ONBENCH_DATA_DIR, { recursive: true });
    const restored = await follow('Restore PostgreSQL', after);
    expect(restored).toMatchObject({ code: 0, stderr: expect.stringContaining('is intact') });
    await start(after);
    await expectRestored(known);
  });
});

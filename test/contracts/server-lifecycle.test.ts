import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../protocol/src/secret.ts';
import { addAdministrator } from '../../server/src/accounts/administrators.ts';
import { addLab } from '../../server/src/accounts/labs.ts';
import { createPasswordHasher } from '../../server/src/accounts/password-hasher.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import { systemClock } from '../../server/src/clock.ts';
import { type Config, readConfig } from '../../server/src/config.ts';
import { FolderInUse } from '../../server/src/db/folder-lock.ts';
import { openPglite } from '../../server/src/db/open-pglite.ts';
import type { RunningServer } from '../../server/src/run-server.ts';
import { startServer } from '../../server/src/server.ts';
import { FakeGitHost } from '../fakes/fake-git-host.ts';
import { newPublicKey } from '../support/new-public-key.ts';

const EMAIL = 'ada@example.org';
const PASSWORD = 'correct horse battery';

let folder: string;
let config: Config;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-server-'));
  const outcome = readConfig({
    ONBENCH_DATA_DIR: folder,
    ONBENCH_PORT: '0',
    ONBENCH_SSH_PORT: '0',
    ONBENCH_LOG_LEVEL: 'silent',
  });
  if (outcome.kind === 'invalid') throw new Error(outcome.problems.join('\n'));
  config = outcome.config;
  const { db, close } = await openPglite(config.databaseDir);
  await addLab(db, systemClock, 'NMGRL', OPERATOR_AGENT);
  const passwordHash = await createPasswordHasher().hash(new Secret(PASSWORD));
  await addAdministrator(
    db,
    systemClock,
    { email: EMAIL, passwordHash, labs: ['NMGRL'] },
    OPERATOR_AGENT,
  );
  await close();
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function post(server: RunningServer, path: string, body: unknown, headers = {}) {
  return await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, ...headers },
    body: JSON.stringify(body),
  });
}

async function startApproved(server: RunningServer): Promise<string> {
  const start = { public_key: newPublicKey(), hostname: 'lab-mac-01' };
  const started = await (await post(server, '/api/v1/forgejo/device-codes', start)).json();
  const signIn = await post(server, '/api/v1/session', { email: EMAIL, password: PASSWORD });
  const { csrf_token } = await signIn.json();
  const [cookie] = (signIn.headers.get('set-cookie') ?? '').split(';');
  const approval = {
    user_code: started.user_code,
    lab: 'NMGRL',
    technician_email: 'tech@example.org',
    scopes: ['workstations:register_ssh_key'],
  };
  const headers = { 'x-csrf-token': csrf_token, cookie };
  const approved = await post(server, '/api/v1/forgejo/device-codes/approve', approval, headers);
  expect(approved.status).toBe(200);
  return started.device_code;
}

describe('startServer', () => {
  it('lets an answer that is under way end before it stops', async () => {
    const gitHost = new FakeGitHost();
    let open = () => {};
    gitHost.gate = new Promise((resolve) => {
      open = resolve;
    });
    const server = await startServer(config, async () => gitHost);
    const deviceCode = await startApproved(server);
    const reached = gitHost.reachedGate();
    const poll = post(server, '/api/v1/forgejo/device-codes/poll', { device_code: deviceCode });
    await reached;
    const stopped = server.stop();
    open();
    const response = await poll;
    expect(response.status).toBe(200);
    expect((await response.json()).api_token).toMatch(/^pcy_NMGRL_/);
    await stopped;
    expect(gitHost.stopped).toBe(true);
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it('gives the git host the live keys and every lab its repository at each start', async () => {
    const before = await startServer(config, async () => new FakeGitHost());
    const device_code = await startApproved(before);
    const polled = await post(before, '/api/v1/forgejo/device-codes/poll', { device_code });
    const { fingerprint } = (await polled.json()).ssh_key;
    await before.stop();
    const gitHost = new FakeGitHost();
    const after = await startServer(config, async () => gitHost);
    expect([...gitHost.keys.keys()]).toEqual([fingerprint]);
    expect([...gitHost.repositories]).toEqual(['NMGRL/MetaData']);
    await after.stop();
  });

  it('runs with the embedded git host and tells where it is', async () => {
    const server = await startServer(config);
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.ssh.port).toBeGreaterThan(0);
    expect(server.ssh.knownHostsLine).toContain(`[127.0.0.1]:${server.ssh.port} ssh-ed25519 `);
    await server.stop();
  });

  it('refuses a data folder that is in use, and gives it up when it cannot start', async () => {
    const server = await startServer(config, async () => new FakeGitHost());
    await expect(startServer(config, async () => new FakeGitHost())).rejects.toThrow(FolderInUse);
    await server.stop();
    const broken = startServer(config, async () => {
      throw new Error('no host key');
    });
    await expect(broken).rejects.toThrow('no host key');
    expect(await readdir(folder)).not.toContain('database.lock');
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createGitHost } from '../../server/src/git-host/create-git-host.ts';
import { SshServer } from '../../server/src/git-host/embedded/ssh-server.ts';
import type { GitHost } from '../../server/src/git-host/git-host.ts';
import { loadHostKey } from '../../server/src/git-host/host-key.ts';
import { run, runOrThrow } from '../support/run.ts';
import { ALIAS, type ClientKey, createClientKey, SshClient } from '../support/ssh-client.ts';

const UPLOAD_PACK = "git-upload-pack 'NMGRL/MetaData.git'";

describe('the embedded git host', () => {
  let dir: string;
  let host: GitHost;
  let key: ClientKey;
  let client: SshClient;
  const clients: ChildProcess[] = [];

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'onbench-git-host-'));
    key = await createClientKey(dir, 'client', 'NMGRL');
    host = await create();
    await host.start([key]);
    await host.ensureRepository('NMGRL/MetaData');
    client = await SshClient.create(dir, host.endpoint, 'git', key);
  });

  afterEach(async () => {
    for (const ssh of clients.splice(0)) ssh.kill();
    await host.stop();
    await rm(dir, { recursive: true, force: true });
  });

  function create(): Promise<GitHost> {
    return createGitHost({
      kind: 'embedded',
      repositoriesDir: join(dir, 'repositories'),
      hostKeyFile: join(dir, 'data', 'host_key'),
      listenHost: '127.0.0.1',
      listenPort: 0,
      publicHost: 'localhost',
    });
  }

  /** A client in the middle of a fetch: it has heard what there is and says nothing. */
  async function openFetch(through = client): Promise<ChildProcess> {
    const ssh = spawn('ssh', through.args('-T', ALIAS, UPLOAD_PACK), {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    clients.push(ssh);
    await once(ssh.stdout, 'data');
    ssh.stdout.resume();
    return ssh;
  }

  /** The git processes of this process's children. */
  async function servingGits(): Promise<string[]> {
    const { stdout } = await run('ps', ['-o', 'args=', '--ppid', String(process.pid)]);
    return stdout.split('\n').filter((line) => line.includes(`${dir}/repositories`));
  }

  describe('stopping', () => {
    it('lets a running transfer finish', async () => {
      const ssh = await openFetch();
      const exit = once(ssh, 'exit');
      const stopped = host.stop();
      ssh.stdin!.end('0000');
      expect(await exit).toEqual([0, null]);
      await stopped;
    });

    it('takes no new connection', async () => {
      await host.stop();
      expect((await client.ssh('-T', ALIAS)).stderr).toContain('Connection refused');
    });

    it('ends a transfer that does not finish, and git with it', async () => {
      const server = new SshServer(await loadHostKey(join(dir, 'data', 'host_key')), {
        labOf: () => 'NMGRL',
        repositoriesDir: join(dir, 'repositories'),
      });
      const port = await server.listen('127.0.0.1', 0);
      const knownHostsLine = host.endpoint.knownHostsLine.replace(/\]:\d+/, `]:${port}`);
      const endpoint = { ...host.endpoint, port, knownHostsLine };
      const ssh = await openFetch(await SshClient.create(dir, endpoint, 'git', key));
      const exit = once(ssh, 'exit');
      await server.stop(1);
      expect(await exit).toEqual([255, null]);
      await vi.waitFor(async () => expect(await servingGits()).toEqual([]));
    });

    it('closes a connection that has said nothing', async () => {
      const silent = connect(host.endpoint.port, '127.0.0.1').resume();
      await once(silent, 'connect');
      const closed = once(silent, 'close');
      await host.stop();
      await closed;
    });
  });

  describe('a connection', () => {
    it('takes its git with it when it breaks', async () => {
      const ssh = await openFetch();
      expect(await servingGits()).toHaveLength(1);
      ssh.kill('SIGKILL');
      await vi.waitFor(async () => expect(await servingGits()).toEqual([]));
    });

    it('is closed with its git when its key is removed', async () => {
      const ssh = await openFetch();
      const exit = once(ssh, 'exit');
      await host.removeKey(key.fingerprint);
      expect(await exit).toEqual([255, null]);
      await vi.waitFor(async () => expect(await servingGits()).toEqual([]));
    });

    it('ends when it has tried too many keys', async () => {
      const strangers = await Promise.all(
        ['1', '2', '3', '4', '5', '6'].map((name) => createClientKey(dir, name, 'NMGRL')),
      );
      const identities = strangers.flatMap(({ privateKeyFile }) => ['-i', privateKeyFile]);
      const { code, stdout } = await client.ssh(...identities, '-T', ALIAS);
      expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
      const fewer = await client.ssh(...identities.slice(2), '-T', ALIAS);
      expect(fewer.code).toBe(0);
    });
  });

  describe('the host key', () => {
    it('is a private OpenSSH key that ssh-keygen takes', async () => {
      const path = join(dir, 'data', 'host_key');
      expect((await stat(path)).mode & 0o777).toBe(0o600);
      const publicKey = await runOrThrow('ssh-keygen', ['-y', '-f', path]);
      const { port, knownHostsLine } = host.endpoint;
      expect(knownHostsLine).toBe(
        `[localhost]:${port} ${publicKey.trim().replace(/ onbench$/, '')}`,
      );
    });

    it('stays the same over a restart', async () => {
      const before = await readFile(join(dir, 'data', 'host_key'), 'utf8');
      const again = await create();
      await again.start([]);
      const [name, ...pinned] = again.endpoint.knownHostsLine.split(' ');
      await again.stop();
      expect(name).toBe(`[localhost]:${again.endpoint.port}`);
      expect(host.endpoint.knownHostsLine.split(' ').slice(1)).toEqual(pinned);
      expect(await readFile(join(dir, 'data', 'host_key'), 'utf8')).toBe(before);
    });

    it('is the same for two processes that start together', async () => {
      const path = join(dir, 'fresh', 'host_key');
      const keys = await Promise.all(Array.from({ length: 8 }, () => loadHostKey(path)));
      expect(new Set(keys.map(({ publicKeyLine }) => publicKeyLine)).size).toBe(1);
    });

    it('is never replaced when it cannot be read', async () => {
      const path = join(dir, 'data', 'host_key');
      await writeFile(path, 'not a key\n');
      await expect(create()).rejects.toThrow('holds no SSH private key');
      expect(await readFile(path, 'utf8')).toBe('not a key\n');
    });
  });

  it('names no endpoint before it listens', async () => {
    const unstarted = await create();
    expect(() => unstarted.endpoint).toThrow('has not been started');
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type IdentityCallback, type ParsedKey, type SignCallback } from 'ssh2';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { capture, run } from '../../scripts/stage/child-process.ts';
import { createGitHost } from '../../server/src/git-host/create-git-host.ts';
import { SshServer } from '../../server/src/git-host/embedded/ssh-server.ts';
import type { GitHost, SshEndpoint } from '../../server/src/git-host/git-host.ts';
import { loadHostKey } from '../../server/src/git-host/host-key.ts';
import { ALIAS, type ClientKey, createClientKey, SshClient } from '../support/ssh-client.ts';

/** Longer than any test may take. */
const NEVER_MS = 3_600_000;
const UPLOAD_PACK = "git-upload-pack 'NMGRL/MetaData.git'";

/** Offers one key and signs with another, which OpenSSH itself refuses to do. */
class TwoFacedAgent extends ssh2.BaseAgent<string> {
  readonly #offered: string;
  readonly #signing: ParsedKey;

  constructor(offered: string, signing: ParsedKey) {
    super();
    this.#offered = offered;
    this.#signing = signing;
  }

  override getIdentities(done: IdentityCallback<string>): void {
    done(undefined, [this.#offered]);
  }

  override sign(_key: string, data: Buffer, ...rest: unknown[]): void {
    const done = rest.at(-1) as SignCallback;
    done(undefined, this.#signing.sign(data));
  }
}

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
  async function openFetch(through = client, ...options: string[]): Promise<ChildProcess> {
    const ssh = spawn('ssh', through.args(...options, '-T', ALIAS, UPLOAD_PACK), {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    clients.push(ssh);
    await once(ssh.stdout, 'data');
    ssh.stdout.resume();
    return ssh;
  }

  /** A second server, for the same key, whose time to drain is the test's. */
  async function listen(): Promise<{ server: SshServer; endpoint: SshEndpoint }> {
    const server = new SshServer(await loadHostKey(join(dir, 'data', 'host_key')), {
      labOf: () => 'NMGRL',
      repositoriesDir: join(dir, 'repositories'),
    });
    const port = await server.listen('127.0.0.1', 0);
    const knownHostsLine = host.endpoint.knownHostsLine.replace(/\]:\d+/, `]:${port}`);
    return { server, endpoint: { ...host.endpoint, port, knownHostsLine } };
  }

  async function logInNaming(named: ClientKey, signing: ClientKey): Promise<string> {
    const privateKey = ssh2.utils.parseKey(await readFile(signing.privateKeyFile, 'utf8'));
    if (privateKey instanceof Error) throw privateKey;
    const agent = new TwoFacedAgent(named.publicKey, privateKey);
    const ssh = new ssh2.Client();
    const outcome = new Promise<string>((resolve) => {
      ssh.on('ready', () => resolve('logged in')).on('error', (error) => resolve(error.message));
    });
    const { host: name, port } = host.endpoint;
    ssh.connect({ host: name, port, username: 'git', agent });
    return outcome.finally(() => ssh.end());
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
      const { server, endpoint } = await listen();
      const ssh = await openFetch(await SshClient.create(dir, endpoint, 'git', key));
      const exit = once(ssh, 'exit');
      await server.stop(1);
      expect(await exit).toEqual([255, null]);
      await vi.waitFor(async () => expect(await servingGits()).toEqual([]));
    });

    it('waits for no connection that runs nothing', async () => {
      const { server, endpoint } = await listen();
      const silent = connect(endpoint.port, '127.0.0.1').resume();
      await once(silent, 'data');
      const closed = once(silent, 'close');
      await server.stop(NEVER_MS);
      await closed;
    });

    it('waits for no connection longer than its last transfer', async () => {
      const { server, endpoint } = await listen();
      const through = await SshClient.create(dir, endpoint, 'git', key);
      const socket = join(dir, 'master');
      const master = spawn('ssh', through.args('-M', '-S', socket, '-N', ALIAS), {
        stdio: 'ignore',
      });
      clients.push(master);
      await vi.waitFor(() => stat(socket), { timeout: 20_000 });
      const ssh = await openFetch(through, '-S', socket);
      const stopped = server.stop(NEVER_MS);
      ssh.stdin!.end('0000');
      await stopped;
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
      await host.removeKey(key);
      expect(await exit).toEqual([255, null]);
      await vi.waitFor(async () => expect(await servingGits()).toEqual([]));
    });

    it('takes even a git with it that has stopped listening', async () => {
      const bin = join(dir, 'bin');
      await mkdir(bin);
      const deaf = '#!/bin/sh\necho listening no more\nwhile :; do sleep 1; done\n';
      await writeFile(join(bin, 'git'), deaf, { mode: 0o755 });
      vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
      const ssh = await openFetch();
      vi.unstubAllEnvs();
      expect(await servingGits()).toHaveLength(1);
      ssh.kill('SIGKILL');
      await vi.waitFor(async () => expect(await servingGits()).toEqual([]));
    });

    it('needs the signature of the key that it names', async () => {
      const stranger = await createClientKey(dir, 'stranger', 'NMGRL');
      expect(await logInNaming(key, key)).toBe('logged in');
      expect(await logInNaming(key, stranger)).toBe('All configured authentication methods failed');
    });

    it('changes its keys in the middle of a push', async () => {
      await capture('git', ['init', '--quiet', '-b', 'big', join(dir, 'work')]);
      await writeFile(join(dir, 'work', 'data.bin'), randomBytes(20_000_000));
      const inWork = (...args: string[]) => client.git('-C', 'work', ...args);
      await inWork('add', '.');
      await inWork('commit', '--quiet', '-m', 'Add data');
      const ssh = `ssh ${client.args('-o', 'RekeyLimit=5M').join(' ')}`;
      const url = `${ALIAS}:NMGRL/MetaData.git`;
      const pushed = await inWork('-c', `core.sshCommand=${ssh}`, 'push', '--quiet', url, 'big');
      expect(pushed).toMatchObject({ code: 0 });
      await inWork('-c', `core.sshCommand=${ssh}`, 'fetch', '--quiet', url, 'big');
      const head = (await inWork('rev-parse', 'big')).stdout;
      expect((await client.git('ls-remote', url, 'big')).stdout).toContain(head.trim());
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
      const publicKey = await capture('ssh-keygen', ['-y', '-f', path]);
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
      const keys = await Promise.all(Array.from({ length: 64 }, () => loadHostKey(path)));
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

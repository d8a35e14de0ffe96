import { type ChildProcess, spawn } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseKnownHostsLine } from '@onbench/protocol/ssh-host-alias';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RunResult, run } from '../../scripts/stage/child-process.ts';
import type { GitHost } from '../../server/src/git-host/git-host.ts';
import { ALIAS, type ClientKey, createClientKey, SshClient } from '../support/ssh-client.ts';

export interface GitHostUnderTest {
  readonly host: GitHost;
  /** The account that the ssh client logs in to. */
  readonly user: string;
  readonly repositoriesDir: string;
  stop(): Promise<void>;
}

const GREETING = 'Hello NMGRL: this host speaks git only.\n';

/** What both git hosts promise, judged by the real `ssh` and `git`. */
export function describeGitHost(name: string, start: () => Promise<GitHostUnderTest>): void {
  describe(`${name}: the GitHost contract`, () => {
    let dir: string;
    let subject: GitHostUnderTest;
    let host: GitHost;
    let key: ClientKey;
    let otherLabsKey: ClientKey;
    let client: SshClient;

    const clientOf = (of: ClientKey) => SshClient.create(dir, host.endpoint, subject.user, of);

    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'onbench-git-client-'));
      subject = await start();
      host = subject.host;
      key = await createClientKey(dir, 'ours', 'NMGRL');
      otherLabsKey = await createClientKey(dir, 'theirs', 'AGES');
      await host.start([]);
      await host.ensureRepository('NMGRL/MetaData');
      await host.ensureRepository('AGES/Secrets');
      client = await clientOf(key);
    });

    afterAll(async () => {
      await subject?.stop();
      await rm(dir, { recursive: true, force: true });
    });

    beforeEach(async () => {
      await host.start([key, otherLabsKey]);
    });

    describe('logging in', () => {
      it('greets a known key that asks for nothing', async () => {
        expect(await client.ssh('-T', ALIAS)).toEqual({ code: 0, stdout: GREETING, stderr: '' });
      });

      it('pins the host by one plain known_hosts line', () => {
        const { host: name, port, knownHostsLine } = host.endpoint;
        expect(parseKnownHostsLine(knownHostsLine, name, port)?.type).toBe('ssh-ed25519');
      });

      it('refuses a key that it was not given', async () => {
        const stranger = await clientOf(await createClientKey(dir, 'stranger', 'NMGRL'));
        const { code, stdout, stderr } = await stranger.ssh('-T', ALIAS);
        expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
        expect(stderr).toContain('Permission denied (publickey)');
      });

      it('refuses any other user name', async () => {
        const { code, stderr } = await client.ssh('-T', '-l', 'root', ALIAS);
        expect(code).toBe(255);
        expect(stderr).toContain('Permission denied (publickey)');
      });

      it('survives bytes that are not SSH', async () => {
        const { host: name, port } = host.endpoint;
        const hostile = [
          Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
          pseudoRandom(64 * 1024),
          Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), pseudoRandom(4_096)]),
          Buffer.concat([
            Buffer.from('SSH-2.0-x\r\n'),
            Buffer.from([0, 0, 0, 12, 10, 20, 0, 0, 0]),
          ]),
          Buffer.concat([Buffer.from('SSH-2.0-x\r\n'), Buffer.alloc(40_000, 0xff)]),
        ];
        await Promise.all(hostile.map((bytes) => sendAndLeave(name, port, bytes)));
        expect((await client.ssh('-T', ALIAS)).stdout).toBe(GREETING);
      });
    });

    describe('git', () => {
      it('clones, pushes and gives back the same bytes', async () => {
        const bytes = pseudoRandom(20 * 1024 * 1024);
        await succeeds(client.git('clone', '--quiet', `${ALIAS}:NMGRL/MetaData.git`, 'pushed'));
        await writeFile(join(dir, 'pushed', 'data.bin'), bytes);
        await succeeds(client.git('-C', 'pushed', 'add', 'data.bin'));
        await succeeds(client.git('-C', 'pushed', 'commit', '--quiet', '-m', 'Add data'));
        await succeeds(client.git('-C', 'pushed', 'push', '--quiet', 'origin', 'main'));
        const url = `ssh://${ALIAS}/NMGRL/MetaData`;
        await succeeds(client.git('clone', '--quiet', '-b', 'main', url, 'fetched'));
        const fetched = await readFile(join(dir, 'fetched', 'data.bin'));
        expect(fetched.equals(bytes)).toBe(true);
        await succeeds(client.git('-C', 'fetched', 'fsck', '--strict'));
      });

      it("answers for another lab's repository as for none at all", async () => {
        const foreign = await client.git('ls-remote', `${ALIAS}:AGES/Secrets.git`);
        const absent = await client.git('ls-remote', `${ALIAS}:AGES/Nothing.git`);
        expect(foreign.code).toBe(128);
        expect(foreign.stderr).toContain('onbench: this key reaches no repository AGES/Secrets.');
        expect(foreign).toEqual({
          ...absent,
          stderr: absent.stderr.replaceAll('AGES/Nothing', 'AGES/Secrets'),
        });
      });

      it('passes a failure of git on', async () => {
        const command = "git-upload-pack 'NMGRL/MetaData.git'";
        const { code } = await sshWithInput(client, [ALIAS, command], 'junk');
        expect(code).toBe(128);
      });

      it('runs no hook that lies in a repository', async () => {
        await host.ensureRepository('NMGRL/Hooked');
        const hooks = join(subject.repositoriesDir, 'NMGRL', 'Hooked.git', 'hooks');
        await mkdir(hooks, { mode: 0o755 });
        await writeFile(join(hooks, 'pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
        await succeeds(client.git('clone', '--quiet', `${ALIAS}:NMGRL/Hooked.git`, 'hooked'));
        const commit = ['commit', '--quiet', '--allow-empty', '-m', 'Nothing'];
        await succeeds(client.git('-C', 'hooked', ...commit));
        await succeeds(client.git('-C', 'hooked', 'push', '--quiet', 'origin', 'main'));
      });

      it.each([
        ['version=2', 'version 2'],
        ['version=1', 'version 1'],
        ['version=2:version=9', 'refs/heads/main'],
        ['$(id)', 'refs/heads/main'],
      ])('answers GIT_PROTOCOL %s with %s', async (protocol, expected) => {
        const environment = ['-o', `SetEnv=GIT_PROTOCOL=${protocol}`];
        const command = "git-upload-pack 'NMGRL/MetaData.git'";
        const { stdout } = await sshWithInput(client, [...environment, ALIAS, command], '0000');
        expect(stdout.split('\n').filter((line) => line.includes(expected))).not.toEqual([]);
        if (!expected.startsWith('version')) expect(stdout).not.toContain('version ');
      });
    });

    describe('everything else', () => {
      it.each([
        ['a command', ['id']],
        ['git with a hidden command', ["git-upload-pack 'NMGRL/MetaData.git'; id"]],
        ['an option to git', ["git-upload-pack --strict 'NMGRL/MetaData.git'"]],
        ['a path out of the repositories', ["git-upload-pack 'NMGRL/../AGES/Secrets.git'"]],
        ['git-upload-archive', ["git-upload-archive 'NMGRL/MetaData.git'"]],
        ['a shell', ['sh', '-i']],
      ])('refuses %s', async (_name, command) => {
        expect(await client.ssh('-T', ALIAS, ...command)).toEqual({
          code: 1,
          stdout: '',
          stderr: 'onbench: only git clone, fetch and push work here.\n',
        });
      });

      it('gives no terminal', async () => {
        const { code, stderr, stdout } = await client.ssh('-tt', ALIAS);
        expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
        expect(stderr).toContain('PTY allocation request failed');
      });

      it('gives no sftp', async () => {
        const { code, stdout } = await client.sftp();
        expect(code).not.toBe(0);
        expect(stdout.replace('sftp> ls\n', '')).toBe('');
      });

      it('opens no connection for a client', async () => {
        const { host: name, port } = host.endpoint;
        const { code, stdout } = await client.ssh('-W', `${name}:${port}`, ALIAS);
        expect({ code, stdout }).toEqual({ code: 255, stdout: '' });
      });

      it('listens for no client', async () => {
        const options = ['-N', '-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:9'];
        const { code, stderr } = await client.ssh(...options, ALIAS);
        expect(code).toBe(255);
        expect(stderr).toContain('remote port forwarding failed');
      });
    });

    describe('keys', () => {
      it('lets an added key in, however often it is added, under a name of its own', async () => {
        const added = await createClientKey(dir, 'added', 'NMGRL');
        const first = await host.addKey(added);
        expect(await host.addKey(added)).toEqual(first);
        const botUsername = expect.stringMatching(/^bot-NMGRL-[0-9a-f]{8}$/);
        expect(first).toEqual({ kind: 'let-in', botUsername });
        expect((await (await clientOf(added)).ssh('-T', ALIAS)).stdout).toBe(GREETING);
      });

      it('keeps a removed key out, however often it is removed', async () => {
        await host.removeKey(key);
        await host.removeKey(key);
        expect((await client.ssh('-T', ALIAS)).code).toBe(255);
        const others = await (await clientOf(otherLabsKey)).ssh('-T', ALIAS);
        expect(others.stdout).toBe('Hello AGES: this host speaks git only.\n');
      });

      it('gives an open connection of a removed key nothing more', async () => {
        const master = await openMaster(dir, client);
        const through = ['-S', master.socket, '-o', 'ControlMaster=no', '-T', ALIAS];
        expect((await client.ssh(...through)).stdout).toBe(GREETING);
        await host.removeKey(key);
        const after = await client.ssh(...through);
        await master.end();
        expect(after.code).not.toBe(0);
        expect(after.stdout).toBe('');
      });

      it('comes to exactly the keys that it is started with', async () => {
        await host.start([otherLabsKey]);
        expect((await client.ssh('-T', ALIAS)).code).toBe(255);
        await host.start([key]);
        expect((await client.ssh('-T', ALIAS)).code).toBe(0);
        expect((await (await clientOf(otherLabsKey)).ssh('-T', ALIAS)).code).toBe(255);
      });

      it('is started beside others and leaves the keys that they are changing', async () => {
        const coming = await createClientKey(dir, 'coming', 'NMGRL');
        await host.removeKey(otherLabsKey);
        await host.addKey(coming);
        const unsettled = [coming.fingerprint, otherLabsKey.fingerprint];
        await host.start([key, otherLabsKey], new Set(unsettled));
        expect((await (await clientOf(coming)).ssh('-T', ALIAS)).code).toBe(0);
        expect((await (await clientOf(otherLabsKey)).ssh('-T', ALIAS)).code).toBe(255);
      });

      it('follows a key into another lab', async () => {
        await host.addKey({ ...key, lab: 'AGES' });
        const { stdout } = await client.ssh('-T', ALIAS);
        expect(stdout).toBe('Hello AGES: this host speaks git only.\n');
      });

      it.each([
        ['a fingerprint of another key', () => ({ fingerprint: otherLabsKey.fingerprint })],
        ['two lines', () => ({ publicKey: `${key.publicKey}\nssh-ed25519 AAAA` })],
        ['options before the key', () => ({ publicKey: `pty ${key.publicKey}` })],
        ['a lab that is a path', () => ({ lab: '../NMGRL' })],
      ])('takes no key with %s', async (_name, change) => {
        await expect(host.addKey({ ...key, ...change() })).rejects.toThrow();
      });
    });

    describe('repositories', () => {
      it("lists a lab's own, and each once", async () => {
        await host.ensureRepository('LIST/b');
        await host.ensureRepository('LIST/a');
        await Promise.all([host.ensureRepository('LIST/a'), host.ensureRepository('LIST/a')]);
        const listed = await host.listRepositories('LIST');
        expect(listed).toMatchObject([
          { identifier: 'LIST/a', defaultBranch: 'main' },
          { identifier: 'LIST/b', defaultBranch: 'main' },
        ]);
        expect(await host.listRepositories('NONE')).toEqual([]);
      });

      it.each(['NMGRL', '../x', 'NMGRL/../AGES', 'NMGRL/x.git', '/etc/x', 'NMGRL/a b'])(
        'creates none called %s',
        async (identifier) => {
          await expect(host.ensureRepository(identifier)).rejects.toThrow('Not a repository name');
        },
      );
    });
  });
}

async function succeeds(result: ReturnType<SshClient['git']>): Promise<void> {
  expect(await result).toMatchObject({ code: 0 });
}

/** The same bytes in every run, and none that compress. */
function pseudoRandom(length: number): Buffer {
  const cipher = createCipheriv('aes-256-ctr', Buffer.alloc(32, 7), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(length));
}

/** Sends bytes and waits until the other side has had enough, or has taken them all. */
async function sendAndLeave(host: string, port: number, bytes: Buffer): Promise<void> {
  const socket = connect(port, host);
  socket.on('error', () => undefined);
  socket.resume();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.end(bytes);
  await Promise.race([closed, once(socket, 'finish')]);
  socket.destroy();
  await closed;
}

/** Speaks git's own protocol by hand. */
async function sshWithInput(
  client: SshClient,
  args: readonly string[],
  stdin: string,
): Promise<RunResult> {
  return run('ssh', client.args('-T', ...args), { stdin });
}

/** A connection that stays open for further sessions (ControlMaster), as a long-running tool would keep it. */
async function openMaster(
  dir: string,
  client: SshClient,
): Promise<{ socket: string; end(): Promise<void> }> {
  const socket = join(dir, 'master');
  const ssh: ChildProcess = spawn('ssh', client.args('-M', '-S', socket, '-N', ALIAS), {
    stdio: 'ignore',
  });
  const exit = once(ssh, 'exit');
  await vi.waitFor(() => stat(socket), { timeout: 20_000 });
  return {
    socket,
    async end() {
      ssh.kill();
      await exit;
    },
  };
}

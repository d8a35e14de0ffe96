import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runOrThrow } from './run.ts';

/** Why the tests with a real sshd cannot run here, or null. */
export const SSHD_OBSTACLE =
  process.getuid?.() === 0 ? null : 'a real sshd and a throw-away account need root';

/** A throw-away account whose home is a temporary folder. */
export interface TestAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** A real sshd of its own on loopback, for one throw-away account. */
export interface TestSshd {
  /** Readable by the account. */
  readonly dir: string;
  readonly account: TestAccount;
  readonly port: number;
  /** In the account's own `.ssh`, as sshd's StrictModes wants it; there is none yet. */
  readonly authorizedKeysFile: string;
  readonly hostPublicKeyFile: string;
  stop(): Promise<void>;
}

export async function startSshd(): Promise<TestSshd> {
  const dir = await mkdtemp(join(tmpdir(), 'onbench-sshd-'));
  await chmod(dir, 0o755);
  const account = await createAccount(join(dir, 'home'));
  const authorizedKeysFile = join(account.home, '.ssh', 'authorized_keys');
  const hostKeyFile = join(dir, 'host_key');
  await runOrThrow('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', hostKeyFile]);
  // sshd refuses to start as root without the folder for its privilege separation.
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const port = await freePort();
  const configFile = join(dir, 'sshd_config');
  const config = [
    `ListenAddress 127.0.0.1:${port}`,
    `HostKey ${hostKeyFile}`,
    `AuthorizedKeysFile ${authorizedKeysFile}`,
    `AllowUsers ${account.name}`,
    'PidFile none',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'AcceptEnv GIT_PROTOCOL',
    'Subsystem sftp internal-sftp',
  ];
  await writeFile(configFile, `${config.join('\n')}\n`);
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', configFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = async () => {
    await end(sshd);
    await deleteAccount(account);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await listening(sshd);
  } catch (error) {
    await stop();
    throw error;
  }
  const hostPublicKeyFile = `${hostKeyFile}.pub`;
  return { dir, account, port, authorizedKeysFile, hostPublicKeyFile, stop };
}

async function createAccount(home: string): Promise<TestAccount> {
  const name = `onbench-test-${randomBytes(4).toString('hex')}`;
  await runOrThrow('useradd', ['--no-create-home', '--home-dir', home, '--shell', '/bin/sh', name]);
  // A locked password (`!`) closes the account to sshd without PAM; `*` only means that no password fits.
  await runOrThrow('usermod', ['--password', '*', name]);
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number(await runOrThrow('id', [flag, name]))),
  );
  const account = { name, home, uid: uid!, gid: gid! };
  for (const [path, mode] of [
    [home, 0o755],
    [join(home, '.ssh'), 0o700],
  ] as const) {
    await mkdir(path, { mode });
    await chown(path, account.uid, account.gid);
  }
  return account;
}

/** By force: the process of a login that is just ending does not keep the account alive. */
async function deleteAccount({ name }: TestAccount): Promise<void> {
  await runOrThrow('userdel', ['--force', name]);
}

async function listening(sshd: ChildProcess): Promise<void> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: sshd.stderr! })) {
    lines.push(line);
    if (line.includes('Server listening on')) {
      sshd.stderr!.resume();
      return;
    }
  }
  throw new Error(`sshd did not start: ${lines.join('\n')}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

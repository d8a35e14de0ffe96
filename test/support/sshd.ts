import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { capture, stopProcess } from '../../scripts/stage/child-process.ts';
import { inNamespaceWithPasswd, passwdLine } from './passwd-namespace.ts';

/** An account that exists for one sshd alone: a line in the `/etc/passwd` that this sshd sees. */
export interface TestAccount {
  readonly name: 'git';
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** A real OpenSSH server of its own on loopback, for one account. */
export interface TestSshd {
  /** Readable by the account. */
  readonly dir: string;
  readonly account: TestAccount;
  readonly port: number;
  /** In the account's own `.ssh`, as sshd's StrictModes wants it; there is none yet. */
  readonly authorizedKeysFile: string;
  readonly hostPublicKeyFile: string;
  /** `ssh-ed25519 AAAA…` of the host. */
  readonly hostKey: string;
  stop(): Promise<void>;
}

/** Above what Debian gives to accounts and services. */
const NOBODYS_ID = 64_999;

/**
 * Whose rights the account has. Root can lend it an id of its own, so that it matters who owns a file; for anybody else
 * it is another name of theirs.
 */
function accountIdentity(): { readonly uid: number; readonly gid: number } {
  const { uid, gid } = userInfo();
  return uid === 0 ? { uid: NOBODYS_ID, gid: NOBODYS_ID } : { uid, gid };
}

export async function startSshd(): Promise<TestSshd> {
  const dir = await mkdtemp(join(tmpdir(), 'onbench-sshd-'));
  await chmod(dir, 0o755);
  const account = await createAccount(join(dir, 'home'));
  const authorizedKeysFile = join(account.home, '.ssh', 'authorized_keys');
  const hostKeyFile = join(dir, 'host_key');
  await capture('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', hostKeyFile]);
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
  const sshd = await spawnSshd(dir, account, configFile);
  const stop = async () => {
    await stopProcess(sshd);
    await rm(dir, { recursive: true, force: true });
  };
  try {
    await untilListening(sshd);
  } catch (error) {
    await stop();
    throw error;
  }
  const hostPublicKeyFile = `${hostKeyFile}.pub`;
  const hostKey = (await readFile(hostPublicKeyFile, 'utf8')).trim();
  return { dir, account, port, authorizedKeysFile, hostPublicKeyFile, hostKey, stop };
}

async function createAccount(home: string): Promise<TestAccount> {
  const { uid, gid } = accountIdentity();
  for (const [path, mode] of [
    [home, 0o755],
    [join(home, '.ssh'), 0o700],
  ] as const) {
    await mkdir(path, { mode });
    await chown(path, uid, gid);
  }
  return { name: 'git', uid, gid, home };
}

async function spawnSshd(
  dir: string,
  account: TestAccount,
  configFile: string,
): Promise<ChildProcess> {
  const passwdFile = join(dir, 'passwd');
  // sshd looks up who starts it, and the user of its unprivileged half.
  const own = ['root', 'sshd'].map((name) => passwdLine(name, dir));
  const lines = [...own, passwdLine(account.name, account.home, account)];
  await writeFile(passwdFile, lines.join(''));
  const [command, ...args] = inNamespaceWithPasswd(passwdFile, [
    '/usr/sbin/sshd',
    '-D',
    '-e',
    '-f',
    configFile,
  ]);
  return spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

async function untilListening(sshd: ChildProcess): Promise<void> {
  const said: string[] = [];
  for await (const line of createInterface({ input: sshd.stderr! })) {
    said.push(line);
    if (line.includes('Server listening on')) {
      sshd.stderr!.resume();
      return;
    }
  }
  throw new Error(`sshd did not start: ${said.join(' / ')}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP port');
  return address.port;
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { inNamespaceWithPasswd, passwdLine } from './passwd-namespace.ts';

const run = promisify(execFile);

/** A real OpenSSH server on loopback with an account `git` that exists for it alone. */
export interface RealSshd {
  readonly port: number;
  /** `ssh-ed25519 AAAA…` of its host key. */
  readonly hostKey: string;
  /** Lets exactly these public key lines in. */
  authorize(...publicKeyLines: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

/** What its forced command ends with: no success, and not ssh's own 255 either. */
export const FORCED_EXIT_CODE = 3;

export async function startSshd(): Promise<RealSshd> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-sshd-'));
  const hostKeyFile = join(folder, 'host_key');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', hostKeyFile]);
  const port = await freePort();
  const configFile = join(folder, 'sshd_config');
  await writeFile(configFile, sshdConfig(folder, port));
  const authorize = (...lines: readonly string[]) =>
    writeFile(join(folder, 'authorized_keys'), lines.map((line) => `${line}\n`).join(''));
  await authorize();
  const passwd = ['root', 'git', 'sshd'].map((name) => passwdLine(name, folder)).join('');
  const [command, ...args] = inNamespaceWithPasswd(join(folder, 'passwd'), [
    '/usr/sbin/sshd',
    '-D',
    '-e',
    '-f',
    configFile,
  ]);
  await writeFile(join(folder, 'passwd'), passwd);
  const sshd = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await untilListening(sshd);
  const hostKey = (await readFile(`${hostKeyFile}.pub`, 'utf8')).trim();
  return { port, hostKey, authorize, stop: () => stop(sshd, folder) };
}

function sshdConfig(folder: string, port: number): string {
  return `ListenAddress 127.0.0.1
Port ${port}
HostKey ${folder}/host_key
AuthorizedKeysFile ${folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
PidFile none
ForceCommand exit ${FORCED_EXIT_CODE}
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function untilListening(sshd: ChildProcess): Promise<void> {
  const said: string[] = [];
  if (!sshd.stderr) throw new Error('sshd has no error output');
  for await (const line of createInterface(sshd.stderr)) {
    said.push(line);
    if (line.includes('Server listening')) {
      sshd.stderr.resume();
      return;
    }
  }
  throw new Error(`sshd did not start: ${said.join(' / ')}`);
}

async function stop(sshd: ChildProcess, folder: string): Promise<void> {
  if (sshd.exitCode === null && sshd.signalCode === null) {
    const ended = once(sshd, 'exit');
    sshd.kill();
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import { capture, type RunResult, run } from '../../scripts/stage/child-process.ts';
import type { GitHostKey, SshEndpoint } from '../../server/src/git-host/git-host.ts';

export const ALIAS = 'pychron-NMGRL';

/** A key pair made by the real ssh-keygen. */
export interface ClientKey extends GitHostKey {
  readonly privateKeyFile: string;
}

export async function createClientKey(dir: string, name: string, lab: string): Promise<ClientKey> {
  const privateKeyFile = join(dir, name);
  await capture('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', privateKeyFile]);
  const publicKey = (await capture('ssh-keygen', ['-y', '-f', privateKeyFile])).trim();
  const { fingerprint } = parseSshPublicKey(publicKey)!;
  return { lab, publicKey, fingerprint, privateKeyFile };
}

/** The real `ssh` and `git`, reaching one host with one key and trusting its pinned host key only. */
export class SshClient {
  readonly #dir: string;
  readonly #configFile: string;

  constructor(dir: string, configFile: string) {
    this.#dir = dir;
    this.#configFile = configFile;
  }

  static async create(
    dir: string,
    endpoint: SshEndpoint,
    user: string,
    key: ClientKey,
  ): Promise<SshClient> {
    const name = key.fingerprint.replace(/[^A-Za-z0-9]/g, '');
    const knownHosts = join(dir, `${name}.known_hosts`);
    await writeFile(knownHosts, `${endpoint.knownHostsLine}\n`);
    const configFile = join(dir, `${name}.${user}.config`);
    const config = [
      `Host ${ALIAS}`,
      `HostName ${endpoint.host}`,
      `Port ${endpoint.port}`,
      `User ${user}`,
      `IdentityFile ${key.privateKeyFile}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      'BatchMode yes',
      `UserKnownHostsFile ${knownHosts}`,
      'GlobalKnownHostsFile /dev/null',
      'StrictHostKeyChecking yes',
    ];
    await writeFile(configFile, `${config.join('\n')}\n`);
    return new SshClient(dir, configFile);
  }

  /** The words after `ssh`, for a test that keeps the process in hand itself. */
  args(...args: readonly string[]): string[] {
    return ['-F', this.#configFile, ...args];
  }

  async ssh(...args: readonly string[]): Promise<RunResult> {
    return run('ssh', this.args(...args));
  }

  async sftp(): Promise<RunResult> {
    return run('sftp', ['-F', this.#configFile, '-b', '-', ALIAS], { stdin: 'ls\n' });
  }

  async git(...args: readonly string[]): Promise<RunResult> {
    return run('git', args, {
      cwd: this.#dir,
      env: {
        GIT_SSH_COMMAND: `ssh -F ${this.#configFile}`,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_AUTHOR_NAME: 'Technician',
        GIT_AUTHOR_EMAIL: 'technician@example.org',
        GIT_COMMITTER_NAME: 'Technician',
        GIT_COMMITTER_EMAIL: 'technician@example.org',
      },
    });
  }
}

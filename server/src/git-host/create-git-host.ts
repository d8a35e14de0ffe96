import { readFile } from 'node:fs/promises';
import { readSecretFile } from '../secrets/secret-file.ts';
import { AuthorizedKeysGitHost } from './authorized-keys/authorized-keys-git-host.ts';
import { forcedCommandBuilder } from './authorized-keys/forced-command.ts';
import { EmbeddedGitHost } from './embedded/embedded-git-host.ts';
import { ForgejoGitHost } from './forgejo/forgejo-git-host.ts';
import type { GitHost, SshEndpoint } from './git-host.ts';
import { loadHostKey } from './host-key.ts';
import { knownHostsLine } from './known-hosts-line.ts';
import { Repositories } from './repositories.ts';

/** An SSH server in this process. */
export interface EmbeddedGitHostOptions {
  readonly kind: 'embedded';
  readonly repositoriesDir: string;
  /** The private host key; made, readable by its owner only, when there is none. */
  readonly hostKeyFile: string;
  readonly listenHost: string;
  /** 0 for any free port. */
  readonly listenPort: number;
  /** The name under which workstations reach this host. */
  readonly publicHost: string;
}

/** A real sshd, whose authorized_keys file this server keeps. */
export interface AuthorizedKeysOptions {
  readonly kind: 'authorized-keys';
  readonly repositoriesDir: string;
  readonly authorizedKeysFile: string;
  readonly sshHost: string;
  readonly sshPort: number;
  /** The sshd's public host key, such as `/etc/ssh/ssh_host_ed25519_key.pub`. */
  readonly hostKeyFile: string;
  /** How the account's shell starts git-serve, such as `node /opt/onbench/server/dist/git-serve.js`. */
  readonly gitServeCommand: string;
}

/** A Forgejo, by its API. */
export interface ForgejoOptions {
  readonly kind: 'forgejo';
  readonly url: string;
  readonly tokenFile: string;
  /** Where workstations reach its SSH, and its public host key. */
  readonly sshHost: string;
  readonly sshPort: number;
  readonly hostKeyFile: string;
}

export type GitHostOptions = EmbeddedGitHostOptions | AuthorizedKeysOptions | ForgejoOptions;

/** Checks the options and reads the host key; nothing listens and no key is let in before `start`. */
export async function createGitHost(options: GitHostOptions): Promise<GitHost> {
  switch (options.kind) {
    case 'embedded': {
      const hostKey = await loadHostKey(options.hostKeyFile);
      const repositories = new Repositories(options.repositoriesDir);
      return new EmbeddedGitHost({ ...options, hostKey, repositories });
    }
    case 'authorized-keys':
      return new AuthorizedKeysGitHost({
        repositories: new Repositories(options.repositoriesDir),
        authorizedKeysFile: options.authorizedKeysFile,
        endpoint: await readEndpoint(options),
        forcedCommand: forcedCommandBuilder(options),
      });
    case 'forgejo': {
      const { url, tokenFile } = options;
      const token = await readSecretFile(tokenFile, 'ONBENCH_FORGEJO_TOKEN_FILE');
      return new ForgejoGitHost({ access: { url, token }, endpoint: await readEndpoint(options) });
    }
  }
}

async function readEndpoint({
  sshHost: host,
  sshPort: port,
  hostKeyFile,
}: AuthorizedKeysOptions | ForgejoOptions): Promise<SshEndpoint> {
  const hostKey = await readFile(hostKeyFile, 'utf8');
  return { host, port, knownHostsLine: knownHostsLine(host, port, hostKey) };
}

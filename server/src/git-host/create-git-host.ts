import type { GitHost } from './git-host.ts';

/** How a git host is set up; what workstations are told about it is the host's `endpoint`. */
export type GitHostOptions =
  | {
      readonly kind: 'embedded';
      readonly repositoriesDir: string;
      readonly hostKeyFile: string;
      readonly listenHost: string;
      readonly listenPort: number;
      readonly publicHost: string;
    }
  | {
      readonly kind: 'authorized-keys';
      readonly repositoriesDir: string;
      readonly authorizedKeysFile: string;
      readonly sshHost: string;
      readonly sshPort: number;
      /** The public half of the real sshd's host key. */
      readonly hostKeyFile: string;
      readonly gitServeCommand: string;
    };

export async function createGitHost(options: GitHostOptions): Promise<GitHost> {
  throw new Error(`The ${options.kind} git host is not merged into this branch yet.`);
}

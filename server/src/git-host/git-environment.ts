import type { GitAnswer } from './answer-git-command.ts';

/** How a git process is started: the program, its arguments and its whole environment. */
export interface GitInvocation {
  readonly file: 'git';
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A clean environment: nothing named GIT_* comes in from outside, and neither the system's nor a person's git config is
 * read, so that an alias, hook path or filter set for people never runs for a workstation.
 */
export function gitEnvironment(): Record<string, string> {
  const { PATH, SystemRoot } = process.env;
  return {
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    LC_ALL: 'C',
    ...(PATH !== undefined && { PATH }),
    ...(SystemRoot !== undefined && { SystemRoot }),
  };
}

/** The wire protocol that a client may ask for (gitprotocol-v2(5)); any other text in GIT_PROTOCOL is dropped. */
const GIT_PROTOCOL = /^version=[0-9]$/;

export function gitInvocation(
  { service, repositoryPath }: Extract<GitAnswer, { kind: 'git' }>,
  gitProtocol: string | undefined,
): GitInvocation {
  const env = gitEnvironment();
  if (gitProtocol !== undefined && GIT_PROTOCOL.test(gitProtocol)) env.GIT_PROTOCOL = gitProtocol;
  return {
    file: 'git',
    args: [
      // No hook runs, whatever lies in the repository's folder.
      ...['-c', 'core.hooksPath=/dev/null'],
      // The folder may belong to the server's account rather than to the one that serves it.
      ...['-c', `safe.directory=${repositoryPath}`],
      service.replace(/^git-/, ''),
      repositoryPath,
    ],
    env,
  };
}

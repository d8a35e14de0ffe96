import { parseRepositoryName, type RepositoryName } from './repository-name.ts';

export type GitService = 'git-upload-pack' | 'git-receive-pack';

/** What a git client asks for over ssh, and the only thing that is ever run for it. */
export interface GitCommand {
  readonly service: GitService;
  readonly repository: RepositoryName;
}

/** git quotes the path for a shell (connect.c, sq_quote_buf); no name of ours needs more than the two outer quotes. */
const COMMAND = /^(git-upload-pack|git-receive-pack) '([^']*)'$/;

/**
 * Reads `git-upload-pack 'NMGRL/MetaData.git'`. Options, other programs, other quoting and every path that is not
 * exactly `<lab>/<name>` give null; a leading slash and a missing `.git` are forgiven, since ssh:// URLs have the one
 * and people forget the other.
 */
export function parseGitCommand(command: string): GitCommand | null {
  const [, service, path] = COMMAND.exec(command) ?? [];
  if (service === undefined || path === undefined) return null;
  const repository = parseRepositoryName(path.replace(/^\//, '').replace(/\.git$/, ''));
  return repository && { service: service as GitService, repository };
}

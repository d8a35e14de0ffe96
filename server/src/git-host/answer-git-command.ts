import { locateRepository } from './locate-repository.ts';
import { type GitService, parseGitCommand } from './parse-git-command.ts';

/** What a login gets: a friendly line, a clear refusal, or git on one repository. */
export type GitAnswer =
  | { readonly kind: 'greeting'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }
  | { readonly kind: 'git'; readonly service: GitService; readonly repositoryPath: string };

/** Decides for a key of `lab`; no command at all is `ssh -T`. */
export async function answerGitCommand(
  command: string | undefined,
  lab: string,
  repositoriesDir: string,
): Promise<GitAnswer> {
  if (command === undefined) {
    return { kind: 'greeting', text: `Hello ${lab}: this host speaks git only.\n` };
  }
  const parsed = parseGitCommand(command);
  if (!parsed) {
    return { kind: 'refusal', text: 'onbench: only git clone, fetch and push work here.\n' };
  }
  const { service, repository } = parsed;
  const repositoryPath = await locateRepository(repositoriesDir, repository);
  // One answer for absent and foreign, so that no lab can probe another's names.
  if (repositoryPath === null || repository.lab !== lab) {
    const identifier = `${repository.lab}/${repository.name}`;
    return {
      kind: 'refusal',
      text: `onbench: this key reaches no repository ${identifier}. Check the name.\n`,
    };
  }
  return { kind: 'git', service, repositoryPath };
}

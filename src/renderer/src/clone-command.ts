import type { StateOf } from '../../shared/enrollment.ts';

/**
 * The command that shows that git works now, or null without a git host. ssh takes the home folder from the password
 * database, so a trial, with a home of its own, has to name the config.
 */
export function cloneCommand(
  { lab, sshHost, files }: StateOf<'enrolled'>,
  isTrial: boolean,
): string | null {
  if (!sshHost) return null;
  const source = `${sshHost.alias}:${lab}/MetaData.git`;
  if (!isTrial || files.sshConfig === null) return `git clone ${source}`;
  return `git -c core.sshCommand="ssh -F '${files.sshConfig}'" clone ${source}`;
}

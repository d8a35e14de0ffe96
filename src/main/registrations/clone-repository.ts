import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CloneProgress, RegistrationFailure } from '../../shared/registrations.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { isHomeOfSsh } from '../workstation/home-of-ssh.ts';
import { SSH_USER } from '../workstation/ssh-config-block.ts';
import { gitFailureReason, parseGitProgress } from './git-progress.ts';
import type { LabContext } from './lab-context.ts';
import type { GitRun } from './run-git.ts';
import { exists } from './write-durably.ts';

export interface CloneCall {
  readonly lab: string;
  /** `<lab>/<name>`, held to its grammar by the protocol's parser. */
  readonly repository: string;
  /** Where it goes; absolute. */
  readonly path: string;
  readonly onProgress: (progress: CloneProgress) => void;
  readonly signal: AbortSignal;
}

/** Where a lab's repository goes: metadata has a place of its own, which the lab's software knows. */
export function clonePath(home: string, repository: string, isMetadata: boolean): string {
  const root = join(home, 'Pychron');
  return isMetadata
    ? join(root, 'MetaData')
    : join(root, 'projects', repository.slice(repository.indexOf('/') + 1));
}

/**
 * Clones by the system's git through the lab's alias. The clone grows under another name and takes its own in one step,
 * so that a folder of that name is always a whole clone; what is left after a failure or a kill is removed.
 */
export async function cloneRepository(
  context: LabContext,
  { lab, repository, path, onProgress, signal }: CloneCall,
): Promise<Result<undefined, RegistrationFailure>> {
  const { sshHost, clones } = await context.store.record(lab);
  if (sshHost === null) return failed({ kind: 'no-ssh-access' });
  if (await exists(path)) return failed({ kind: 'folder-exists', path });
  const parent = dirname(path);
  const growing = join(parent, `.${basename(path)}.cloning`);
  await mkdir(parent, { recursive: true });
  await rm(growing, { recursive: true, force: true });
  try {
    const run = await context.runGit({
      // The address is put together here, from an alias and an identifier that were checked; `--` ends the options.
      args: [
        'clone',
        '--progress',
        '--',
        `${SSH_USER}@${sshHost.alias}:${repository}.git`,
        growing,
      ],
      cwd: parent,
      sshCommand: sshCommand(context),
      onStderr: (text) => {
        const progress = parseGitProgress(text);
        if (progress) onProgress(progress);
      },
      signal,
    });
    const failure = cloneFailure(run);
    if (failure) return failed(failure);
    if (await exists(path)) return failed({ kind: 'folder-exists', path });
    await rename(growing, path);
  } finally {
    await rm(growing, { recursive: true, force: true });
  }
  const others = clones.filter((clone) => clone.path !== path);
  await context.store.update(lab, { clones: [...others, { repository, path }] });
  return ok(undefined);
}

function cloneFailure(run: GitRun): RegistrationFailure | null {
  if (run.kind === 'not-installed') return { kind: 'git-not-installed' };
  if (run.kind === 'cancelled') return { kind: 'cancelled' };
  return run.exitCode === 0 ? null : { kind: 'git-failed', reason: gitFailureReason(run.stderr) };
}

/** `-F` where ssh would not find the config by itself. git hands the line to a shell, so the path is quoted for one. */
function sshCommand({ home, store }: LabContext): string {
  const options = '-o BatchMode=yes -o ConnectTimeout=10 -o StrictHostKeyChecking=yes';
  if (isHomeOfSsh(home)) return `ssh ${options}`;
  return `ssh -F '${store.paths.sshConfig.replaceAll("'", "'\\''")}' ${options}`;
}

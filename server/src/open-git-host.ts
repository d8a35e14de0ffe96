import { join } from 'node:path';
import type { Config } from './config.ts';
import { createGitHost } from './git-host/create-git-host.ts';
import type { GitHost } from './git-host/git-host.ts';
import { PACKAGE_ROOT } from './package-root.ts';

/** The configured git host, not started yet. */
export async function openGitHost({ gitHost }: Config): Promise<GitHost> {
  if (gitHost.kind !== 'authorized-keys') return await createGitHost(gitHost);
  const gitServe = join(PACKAGE_ROOT, 'dist', 'git-serve.js');
  return await createGitHost({ ...gitHost, gitServeCommand: `${process.execPath} ${gitServe}` });
}

import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import { failed, ok, type Result } from '../../shared/result.ts';
import { resolveLinks } from './file-snapshot.ts';
import { planSshConfig } from './plan-ssh-config.ts';
import { isExpressibleInSshConfig, type SshConfigEntry } from './ssh-config-block.ts';
import { type StagedChange, stageEdit } from './staged-change.ts';
import { SystemError, systemErrorCode } from './system-error.ts';
import type { InstallFailure } from './workstation.ts';
import type { WorkstationPaths } from './workstation-paths.ts';

type SshConfigFailure = Extract<InstallFailure, { kind: 'ssh-config-conflict' }>;

/** Stages the block of an alias. A linked config stays a link: the file at its end is replaced (security.md F02). */
export async function stageSshConfig(
  paths: WorkstationPaths,
  alias: SshHostAlias,
): Promise<Result<StagedChange<SshConfigFailure>, SshConfigFailure>> {
  const entry = sshConfigEntry(paths, alias);
  try {
    return await stageEdit(await resolveLinks(paths.sshConfig), async (text) => {
      const plan = planSshConfig(text, entry);
      if (plan.kind === 'changed') return ok(plan.text);
      if (plan.kind === 'already-present') return ok(null);
      const { problem, line } = plan;
      return failed({ kind: 'ssh-config-conflict', path: paths.sshConfig, problem, line });
    });
  } catch (error) {
    if (systemErrorCode(error) !== 'EISDIR') throw error;
    const problem = 'not-a-file';
    return failed({ kind: 'ssh-config-conflict', path: paths.sshConfig, problem, line: 1 });
  }
}

export function sshConfigEntry(paths: WorkstationPaths, alias: SshHostAlias): SshConfigEntry {
  const files = { identityFile: paths.privateKey, userKnownHostsFile: paths.knownHosts };
  if (!Object.values(files).every(isExpressibleInSshConfig)) throw new SystemError('EINVAL');
  return { alias: alias.alias, host: alias.host, port: alias.port, ...files };
}

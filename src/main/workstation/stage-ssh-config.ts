import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import { failed, ok, type Result } from '../../shared/result.ts';
import { fromByteText } from './byte-text.ts';
import { resolveLinks } from './file-snapshot.ts';
import { planSshConfig } from './plan-ssh-config.ts';
import { isExpressibleInSshConfig, type SshConfigEntry } from './ssh-config-block.ts';
import { type StagedChange, stageEdit } from './staged-change.ts';
import { SystemError, systemErrorCode } from './system-error.ts';
import type { InstallFailure } from './workstation.ts';
import type { WorkstationPaths } from './workstation-paths.ts';

type SshConfigFailure = Extract<InstallFailure, { kind: 'ssh-config-conflict' }>;

/** Stages the block of an alias and tells how it reads, again at each new plan. A linked config stays a link: the file at its end is replaced (security.md F02). */
export async function stageSshConfig(
  paths: WorkstationPaths,
  alias: SshHostAlias,
  onPlanned: (block: string) => void,
): Promise<Result<StagedChange<SshConfigFailure>, SshConfigFailure>> {
  const entry = sshConfigEntry(paths, alias);
  try {
    return await stageEdit(await resolveLinks(paths.sshConfig), async (text) => {
      const plan = planSshConfig(text, entry);
      if (plan.kind === 'conflict') {
        const { problem, line } = plan;
        return failed({ kind: 'ssh-config-conflict', path: paths.sshConfig, problem, line });
      }
      onPlanned(fromByteText(plan.block));
      return ok(plan.kind === 'changed' ? plan.text : null);
    });
  } catch (error) {
    if (systemErrorCode(error) !== 'EISDIR') throw error;
    const problem = 'not-a-file';
    return failed({ kind: 'ssh-config-conflict', path: paths.sshConfig, problem, line: 1 });
  }
}

export function sshConfigEntry(
  paths: WorkstationPaths,
  alias: Pick<SshConfigEntry, 'alias' | 'host' | 'port'>,
): SshConfigEntry {
  const files = { identityFile: paths.privateKey, userKnownHostsFile: paths.knownHosts };
  if (!Object.values(files).every(isExpressibleInSshConfig)) throw new SystemError('EINVAL');
  return { alias: alias.alias, host: alias.host, port: alias.port, ...files };
}

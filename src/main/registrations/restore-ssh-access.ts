import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import type { RegistrationFailure } from '../../shared/registrations.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { createPrivateFolder } from '../workstation/private-folder.ts';
import { stageKnownHosts } from '../workstation/stage-known-hosts.ts';
import { stageSshConfig } from '../workstation/stage-ssh-config.ts';
import type { StagedChange } from '../workstation/staged-change.ts';
import type { InstallFailure } from '../workstation/workstation.ts';
import type { WorkstationPaths } from '../workstation/workstation-paths.ts';

type Change = Result<StagedChange<InstallFailure>, InstallFailure>;

/** Makes the block of a lab's alias say what it should, with the key at this path. Does nothing where it does already. */
export async function pointSshConfigAt(
  paths: WorkstationPaths,
  alias: SshHostAlias,
  privateKey: string,
): Promise<Result<undefined, RegistrationFailure>> {
  await createPrivateFolder(paths.sshFolder);
  return commit(await stageSshConfig({ ...paths, privateKey }, alias, () => {}));
}

/** Pins the host's key. Another key that is pinned stays: who is right is asked only in an enrollment. */
export async function pinHostKey(
  paths: WorkstationPaths,
  alias: SshHostAlias,
): Promise<Result<undefined, RegistrationFailure>> {
  return commit(await stageKnownHosts(paths.knownHosts, alias, { askHostKey: async () => false }));
}

async function commit(change: Change): Promise<Result<undefined, RegistrationFailure>> {
  if (!change.ok) return failed(toRegistrationFailure(change.failure));
  try {
    const committed = await change.value.commit();
    return committed.ok ? ok(undefined) : failed(toRegistrationFailure(committed.failure));
  } finally {
    await change.value.discard();
  }
}

function toRegistrationFailure(failure: InstallFailure): RegistrationFailure {
  if (failure.kind === 'host-key-refused') return { kind: 'host-key-differs', host: failure.host };
  return failure;
}

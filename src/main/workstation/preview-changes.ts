import type { PlannedChanges, PlannedSshConfig } from '../../shared/enrollment.ts';
import { fromByteText } from './byte-text.ts';
import { type FileSnapshot, readSnapshot, resolveLinks } from './file-snapshot.ts';
import { planSshConfig } from './plan-ssh-config.ts';
import { UNKNOWN_PORT } from './ssh-config-block.ts';
import { sshConfigEntry } from './stage-ssh-config.ts';
import { systemErrorCode } from './system-error.ts';
import type { WorkstationPaths } from './workstation-paths.ts';

/** The administrator chooses the lab and the server its git host, so a preview names neither. */
const UNKNOWN_HOST = { alias: 'pychron-<lab>', host: '<git host>', port: UNKNOWN_PORT } as const;

/** Shows the ssh config's block by the very plan that will write it, on the file as it is now. */
export async function previewChanges(paths: WorkstationPaths): Promise<PlannedChanges> {
  const { privateKey, publicKey, registration, knownHosts, sshConfig } = paths;
  return {
    files: { privateKey, publicKey, registration, knownHosts, sshConfig },
    sshConfig: await previewSshConfig(paths),
  };
}

async function previewSshConfig(paths: WorkstationPaths): Promise<PlannedSshConfig> {
  try {
    const entry = sshConfigEntry(paths, UNKNOWN_HOST);
    const present = await readSnapshot(await resolveLinks(paths.sshConfig));
    const plan = planSshConfig(present.text, entry);
    if (plan.kind === 'conflict') return plan;
    if (present.obstacle) return { kind: 'unusable', code: present.obstacle };
    return { kind: 'block', block: fromByteText(plan.block), place: placeIn(present) };
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EISDIR') return { kind: 'conflict', problem: 'not-a-file', line: 1 };
    return { kind: 'unusable', code };
  }
}

function placeIn({ identity }: FileSnapshot): 'new-file' | 'top' {
  return identity === null ? 'new-file' : 'top';
}

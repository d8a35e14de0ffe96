import { join, posix, win32 } from 'node:path';

interface PolicyPlace {
  readonly path: string;
  /** Who may own it, besides the system's administrator. */
  readonly ownUid: number | null;
}

export interface PolicySurroundings {
  readonly platform: NodeJS.Platform;
  readonly programData: string | undefined;
  readonly trialHome: string | null;
  readonly uid: number | null;
}

export function thisMachine(trialHome: string | null): PolicySurroundings {
  const { platform, env } = process;
  return { platform, programData: env.ProgramData, trialHome, uid: process.getuid?.() ?? null };
}

/**
 * Where the lab's policy is. A trial has its own in its own home, and no command line names another place: a trial
 * reaches neither this person's files nor the real keyring entry, so it can get around no rule of the lab.
 */
export function policyPlace(surroundings: PolicySurroundings): PolicyPlace {
  const { platform, programData, trialHome, uid } = surroundings;
  if (trialHome !== null) return { path: join(trialHome, 'policy.json'), ownUid: uid };
  if (platform === 'win32') {
    const path = win32.join(programData ?? 'C:\\ProgramData', 'Onbench', 'policy.json');
    return { path, ownUid: null };
  }
  const folder = platform === 'darwin' ? '/Library/Application Support/Onbench' : '/etc/onbench';
  return { path: posix.join(folder, 'policy.json'), ownUid: null };
}

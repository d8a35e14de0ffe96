import { userInfo } from 'node:os';
import { failed, ok, type Result } from '../../shared/result.ts';
import type { Check } from './check.ts';
import { folderCheck } from './check-folder.ts';
import { gitHostCheck } from './check-git-host.ts';
import { keyringCheck } from './check-keyring.ts';
import { generateWorkstationKey } from './generate-workstation-key.ts';
import { hostSlug } from './host-slug.ts';
import { installEnrollment } from './install-enrollment.ts';
import type { Keyring } from './keyring.ts';
import { previewChanges } from './preview-changes.ts';
import { requireWritable } from './private-folder.ts';
import { proveSsh, skippedProofs } from './prove-ssh.ts';
import { createRunSsh, type RunSsh } from './run-ssh.ts';
import { sshConfigEntry } from './stage-ssh-config.ts';
import { storeToken } from './store-token.ts';
import { systemErrorCode } from './system-error.ts';
import type { Workstation } from './workstation.ts';
import { type WorkstationPaths, workstationPaths } from './workstation-paths.ts';

export interface WorkstationEnvironment {
  /** The home folder that files go to. In a trial it is not the person's own. */
  readonly home: string;
  readonly hostname: string;
  readonly keyring: Keyring;
  readonly runSsh?: RunSsh;
}

/** The machine that the enrollment is for: its files under one home folder, its keyring, its ssh client. */
export function createWorkstation({
  home,
  hostname,
  keyring,
  runSsh = createRunSsh(),
}: WorkstationEnvironment): Workstation {
  const slug = hostSlug(hostname);
  const paths = workstationPaths(home, slug);
  return {
    hostname,
    checks: [keyringCheck(keyring, process.platform), ...fileChecks(paths), gitHostCheck(paths)],
    createKey: async () => {
      const writable = await requireWritableFolders(paths);
      return writable.ok ? ok(generateWorkstationKey(slug)) : writable;
    },
    previewChanges: () => previewChanges(paths),
    findToken: (lab) => keyring.get(lab),
    storeToken: (lab, token) => storeToken(keyring, lab, token),
    restoreToken: (lab, earlier) =>
      earlier === null ? keyring.delete(lab) : keyring.set(lab, earlier),
    install: (key, credential, progress) => installEnrollment(paths, { key, credential, progress }),
    proveSsh: async ({ sshHostAlias }) => {
      if (!sshHostAlias) return skippedProofs('no-ssh-alias');
      const configFile = isHomeOfSsh(home) ? null : paths.sshConfig;
      return proveSsh({ entry: sshConfigEntry(paths, sshHostAlias), configFile }, runSsh);
    },
  };
}

function fileChecks({ pychronFolder, keysFolder, sshFolder }: WorkstationPaths): readonly Check[] {
  const ownUid = process.getuid?.() ?? null;
  return [
    folderCheck({
      name: 'pychron-folder',
      folder: pychronFolder,
      writtenTo: keysFolder,
      warnsOfSharing: false,
      ownUid,
    }),
    folderCheck({
      name: 'ssh-folder',
      folder: sshFolder,
      writtenTo: sshFolder,
      warnsOfSharing: true,
      ownUid,
    }),
  ];
}

/** The last look before the server is asked: the checks may be minutes old by then. Creates nothing. */
async function requireWritableFolders({
  keysFolder,
  sshFolder,
}: WorkstationPaths): Promise<
  Result<undefined, { kind: 'file-error'; step: 'new-key'; path: string; code: string }>
> {
  for (const path of [keysFolder, sshFolder]) {
    try {
      await requireWritable(path);
    } catch (error) {
      return failed({ kind: 'file-error', step: 'new-key', path, code: systemErrorCode(error) });
    }
  }
  return ok(undefined);
}

/** ssh takes its home from the password database, never from `HOME` (security.md M5). */
function isHomeOfSsh(home: string): boolean {
  try {
    return userInfo().homedir === home;
  } catch {
    // No entry in the database: ssh has no home of its own either.
    return false;
  }
}

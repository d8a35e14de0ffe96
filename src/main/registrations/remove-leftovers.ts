import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { resolveLinks } from '../workstation/file-snapshot.ts';
import { removeIfEmpty } from '../workstation/private-folder.ts';
import { stagedNameOf } from '../workstation/stage-file.ts';
import { systemErrorCode } from '../workstation/system-error.ts';
import type { LabContext } from './lab-context.ts';
import { labFolder, labsFolder } from './lab-paths.ts';
import { removeDurably } from './write-durably.ts';

/** Younger ones may be another process's, which is about to move them into place. */
const LEFTOVER_AGE_MS = 60_000;

/** Removes files that waited for their place when their process was killed: some of them hold a private key. */
export async function removeLeftovers({ store, wallTimeMs }: LabContext): Promise<void> {
  const { pychronFolder, keysFolder, sshConfig } = store.paths;
  const labFolders = (await store.labs()).map((lab) => labFolder(store.paths, lab).folder);
  const config = await resolveLinks(sshConfig);
  const ours = [pychronFolder, keysFolder, labsFolder(store.paths), ...labFolders];
  for (const folder of [...ours, dirname(config)]) {
    for (const name of await namesIn(folder)) {
      const waitsFor = stagedNameOf(name);
      // The ssh config's folder is not ours: in it, only what is ours by name.
      const isOurs = folder !== dirname(config) || waitsFor === basename(config);
      const path = join(folder, name);
      if (waitsFor === null || !isOurs) continue;
      const { mtimeMs } = await stat(path);
      if (wallTimeMs() - mtimeMs > LEFTOVER_AGE_MS) await removeDurably(path);
    }
  }
  // Of a lab that went: its note was the last that was in it.
  for (const folder of labFolders) await removeIfEmpty(folder);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/** A file written in full beside its place, waiting to be moved there. */
export interface StagedFile {
  /** Where {@link commit} puts it. */
  readonly path: string;
  /** Replaces what stands at the path in one step; after that a power cut finds the new file. */
  commit(): Promise<void>;
  /** Removes the staged file; nothing happens after a commit. */
  discard(): Promise<void>;
}

const OWNER_ONLY = 0o600;

/** O_EXCL and O_NOFOLLOW: nobody can have put a file or a link there first (security.md F02). Windows has neither need. */
const CREATE_NEW =
  constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0);

/**
 * Writes `content` to a temporary name in the folder of `path`, and clears away what a killed process left there for the
 * same path. Rejects with the system's error, leaving nothing.
 */
export async function stageFile(
  path: string,
  content: string | Uint8Array,
  mode: 0o600 | 0o644,
): Promise<StagedFile> {
  await removeLeftovers(path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.new`);
  let inPlace = false;
  const discard = async () => {
    if (!inPlace) await rm(temporary, { force: true });
  };
  try {
    await writeNew(temporary, content, mode);
  } catch (error) {
    await discard().catch(() => undefined);
    throw error;
  }
  return {
    path,
    discard,
    commit: async () => {
      await rename(temporary, path);
      inPlace = true;
      await syncFolder(dirname(path));
    },
  };
}

/** They may hold a key. One that cannot be removed is no reason to stop. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = `.${basename(path)}.`;
  const names = await readdir(dirname(path)).catch(() => []);
  const leftovers = names.filter(
    (name) => name.startsWith(prefix) && /^[0-9a-f]{12}\.new$/.test(name.slice(prefix.length)),
  );
  for (const name of leftovers) await rm(join(dirname(path), name)).catch(() => undefined);
}

async function writeNew(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  // Created for the owner alone whatever the umask is, and opened up only afterwards (security.md F03).
  const file = await open(path, CREATE_NEW, OWNER_ONLY);
  try {
    await file.writeFile(content);
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

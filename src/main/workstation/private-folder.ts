import { access, chmod, constants, mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';
import { SystemError, systemErrorCode } from './system-error.ts';

/** Creates a folder for the owner alone. Gives whether it was missing. An existing one keeps its mode. */
export async function createPrivateFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    await syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  }
  if ((await stat(path)).isDirectory()) return false;
  throw new SystemError('ENOTDIR');
}

/** Takes the permissions in `forbidden` away from a folder of ours. */
export async function tightenFolder(path: string, forbidden: number): Promise<void> {
  const mode = (await stat(path)).mode & 0o7777;
  if ((mode & forbidden) !== 0) await chmod(path, mode & ~forbidden);
}

/** Removes a folder that we created, unless something is in it by now. */
export async function removeIfEmpty(path: string): Promise<void> {
  await rmdir(path).catch(() => undefined);
}

/** Rejects with the system's error unless `path` is, or could be made, a folder that we can write to. */
export async function requireWritable(path: string): Promise<void> {
  try {
    if (!(await stat(path)).isDirectory()) throw new SystemError('ENOTDIR');
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await requireWritable(dirname(path));
  }
}

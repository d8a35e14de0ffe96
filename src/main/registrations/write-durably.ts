import { lstat, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { bytesOf } from '../workstation/byte-text.ts';
import { readSnapshot } from '../workstation/file-snapshot.ts';
import { stageFile } from '../workstation/stage-file.ts';
import { syncFolder } from '../workstation/sync-folder.ts';
import { systemErrorCode } from '../workstation/system-error.ts';

type Mode = Parameters<typeof stageFile>[2];

/** Replaces a file of ours in one step; a power cut finds the old one or the new one. */
export async function writeDurably(
  path: string,
  content: string | Uint8Array,
  mode: Mode,
): Promise<void> {
  const staged = await stageFile(path, content, mode);
  try {
    await staged.commit();
  } finally {
    await staged.discard();
  }
}

/** Gives whether there was something to copy. A copy that is there already is left as it is. */
export async function copyDurably(from: string, to: string, mode: Mode): Promise<boolean> {
  const source = await readSnapshot(from);
  if (source.identity === null) return false;
  const target = await readSnapshot(to);
  if (target.identity === null || target.text !== source.text) {
    await writeDurably(to, bytesOf(source.text), mode);
  }
  return true;
}

/** Removing what is not there succeeds. Gives whether it was there. */
export async function removeDurably(path: string): Promise<boolean> {
  try {
    await rm(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
  await syncFolder(dirname(path));
  return true;
}

/** Whether anything has this name, a link to nowhere too. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return false;
    throw error;
  }
}

import type { Stats } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PreFlightProblem } from '../../shared/pre-flight.ts';
import { type Check, PASSED, problemFound } from './check.ts';
import { requireWritable } from './private-folder.ts';
import { systemErrorCode } from './system-error.ts';

/** All that an enrollment writes is a few kilobytes; with less than this left, other programs fail beside us. */
const NEEDED_BYTES = 4 * 1024 * 1024;

const WRITABLE_BY_OTHERS = 0o022;

export interface FolderCheckOptions {
  readonly name: 'pychron-folder' | 'ssh-folder';
  /** The folder that the technician knows by name. */
  readonly folder: string;
  /** Where in it files will go; may be the folder itself. */
  readonly writtenTo: string;
  /** False for a folder of ours, whose permissions the installation narrows by itself. */
  readonly warnsOfSharing: boolean;
  /** Ours, or null on Windows, which has neither owners nor modes in this sense. */
  readonly ownUid: number | null;
}

/** Finds out what would stop the files. Creates and changes nothing. */
export function folderCheck(options: FolderCheckOptions): Check {
  const { name, folder } = options;
  return {
    name,
    subject: folder,
    // Network home folders can keep a call for minutes.
    timeUp: problemFound({ kind: 'folder-timed-out', path: folder }),
    run: async () => {
      const problem = await folderProblem(options);
      return problem === null ? PASSED : problemFound(problem);
    },
  };
}

async function folderProblem(options: FolderCheckOptions): Promise<PreFlightProblem | null> {
  const path = options.writtenTo;
  try {
    await requireWritable(path);
    return (await spaceProblem(path)) ?? (await accessProblem(options));
  } catch (error) {
    const code = systemErrorCode(error);
    return code === 'ENOTDIR'
      ? { kind: 'not-a-folder', path }
      : { kind: 'not-writable', path, code };
  }
}

async function spaceProblem(path: string): Promise<PreFlightProblem | null> {
  const { blocks, bavail, bsize } = await statfs(await nearestExisting(path));
  // Some network drives do not tell: their "0 of 0" is no full disk.
  if (blocks === 0) return null;
  const freeBytes = bavail * bsize;
  return freeBytes < NEEDED_BYTES ? { kind: 'disk-full', path, freeBytes } : null;
}

/** Who else could put files there in place of ours. */
async function accessProblem({
  folder,
  warnsOfSharing,
  ownUid,
}: FolderCheckOptions): Promise<PreFlightProblem | null> {
  const stats = await statOrNull(folder);
  if (ownUid === null || stats === null) return null;
  // The administrator of a machine can do everything anyway.
  if (stats.uid !== ownUid && stats.uid !== 0) return { kind: 'owned-by-other', path: folder };
  if (!warnsOfSharing || (stats.mode & WRITABLE_BY_OTHERS) === 0) return null;
  const mode = (stats.mode & 0o7777).toString(8);
  return { kind: 'writable-by-others', path: folder, mode };
}

async function nearestExisting(path: string): Promise<string> {
  return (await statOrNull(path)) === null ? nearestExisting(dirname(path)) : path;
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

import { type BigIntStats, constants, type Stats } from 'node:fs';
import { lstat, open, readlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { byteTextOf } from './byte-text.ts';
import { SystemError, systemErrorCode } from './system-error.ts';

/** A file as it was when it was read, or that there was none. */
export interface FileSnapshot {
  /** Byte text; empty when there is no file. */
  readonly text: string;
  /** What an edit of any kind changes, or null when there is no file. */
  readonly identity: string | null;
  /** Why it is not ours to replace, although the folder would allow it: `EPERM` for another's file, `EACCES` for a read-only one. */
  readonly obstacle: 'EPERM' | 'EACCES' | null;
}

const MAX_LINKS = 40;

/** O_NONBLOCK: opening a pipe that somebody put there must not wait for a writer. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads a plain file. A link, a folder or a device is refused with `ELOOP` or `EISDIR`. */
export async function readSnapshot(path: string): Promise<FileSnapshot> {
  try {
    const file = await open(path, READ_ONLY);
    try {
      const stats = await file.stat({ bigint: true });
      if (!stats.isFile()) throw new SystemError('EISDIR');
      const text = byteTextOf(await file.readFile());
      const identity = [stats.dev, stats.ino, stats.size, stats.mtimeNs].join(':');
      return { text, identity, obstacle: obstacleOf(stats) };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { text: '', identity: null, obstacle: null };
    throw error;
  }
}

const OWNER_WRITE = 0o200n;

/** Whoever made it so meant it: a rename would undo that without a word. */
function obstacleOf({ uid, mode }: BigIntStats): FileSnapshot['obstacle'] {
  const ownUid = process.getuid?.();
  if (ownUid !== undefined && uid !== BigInt(ownUid)) return 'EPERM';
  return (mode & OWNER_WRITE) === 0n ? 'EACCES' : null;
}

export async function isUnchanged(path: string, before: FileSnapshot): Promise<boolean> {
  const now = await readSnapshot(path);
  return now.identity === before.identity && now.text === before.text;
}

export async function isFolder(path: string): Promise<boolean> {
  return (await lstatOrNull(path))?.isDirectory() ?? false;
}

/** Where a chain of links ends, whether or not a file is there: what a person linked is replaced at its own place. */
export async function resolveLinks(path: string): Promise<string> {
  let current = path;
  for (let links = 0; links <= MAX_LINKS; links += 1) {
    const next = await linkTarget(current);
    if (next === null) return current;
    current = resolve(dirname(current), next);
  }
  throw new SystemError('ELOOP');
}

async function linkTarget(path: string): Promise<string | null> {
  return (await lstatOrNull(path))?.isSymbolicLink() ? readlink(path) : null;
}

async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

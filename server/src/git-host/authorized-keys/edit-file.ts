import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

const MAX_ATTEMPTS = 5;

/** Who a file belongs to and who may read it. */
interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/**
 * Replaces a small text file with what `edit` makes of it: old or new after a crash at any point, owner and mode as they
 * were, a symlink still a symlink. When somebody else wrote meanwhile, the edit is done again on what they left.
 */
export async function editFile(path: string, edit: (text: string) => string): Promise<void> {
  const target = await realpath(path).catch(absentAs(path));
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const before = await readText(target);
    const after = edit(before ?? '');
    if (after === (before ?? '')) return;
    if (await replace(target, after, before)) return;
  }
  throw new Error(`${path} keeps being changed by another program.`);
}

/** Resolves with false, having changed nothing, when the file is no longer `expected`. */
async function replace(path: string, text: string, expected: string | null): Promise<boolean> {
  const temporary = `${path}.onbench-${randomBytes(6).toString('hex')}`;
  try {
    await writeSynced(temporary, text, await ownershipOf(path));
    if ((await readText(path)) !== expected) return false;
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return true;
  } finally {
    await rm(temporary, { force: true });
  }
}

async function writeSynced(path: string, text: string, ownership: Ownership): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text, 'latin1');
    // Only root may give a file away; for anyone else it is theirs already.
    if (process.getuid?.() === 0) await file.chown(ownership.uid, ownership.gid);
    await file.chmod(ownership.mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new file goes to whoever owns the folder: sshd reads it as that account. */
async function ownershipOf(path: string): Promise<Ownership> {
  const present = await stat(path).catch(absentAs(null));
  const { uid, gid } = present ?? (await stat(dirname(path)));
  return { uid, gid, mode: present ? present.mode & 0o777 : 0o600 };
}

async function readText(path: string): Promise<string | null> {
  return readFile(path, 'latin1').catch(absentAs(null));
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function absentAs<Value>(value: Value): (error: NodeJS.ErrnoException) => Value {
  return (error) => {
    if (error.code !== 'ENOENT') throw error;
    return value;
  };
}

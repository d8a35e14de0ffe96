import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { open, readFile, realpath, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type EditLock, lockForEdit } from './edit-lock.ts';

const MAX_ATTEMPTS = 5;

/** Who a file belongs to and who may read it. */
interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/**
 * Replaces a small text file with what `edit` makes of it: old or new after a crash at any point, owner and mode as they
 * were, a symlink still a symlink. Edits by several processes come one after another; when somebody who knows of no lock
 * wrote meanwhile, the edit is done again on what they left.
 */
export async function editFile(path: string, edit: (text: string) => string): Promise<void> {
  const target = await realpath(path).catch(absentAs(path));
  const lock = await lockForEdit(target);
  try {
    await editLocked(target, edit, lock);
  } finally {
    await lock.release();
  }
}

async function editLocked(
  path: string,
  edit: (text: string) => string,
  lock: EditLock,
): Promise<void> {
  let theirs: string | null = null;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const present: string | null = await readText(path);
    const after = edit(theirs ?? present ?? '');
    if (after === (present ?? '')) return;
    const outcome = await replace(path, { after, before: present, lock });
    if (outcome.kind === 'replaced') return;
    theirs = outcome.theirs ?? null;
  }
  throw new Error(`${path} keeps being changed by another program.`);
}

type Replacement =
  | { readonly kind: 'replaced' }
  /** Nothing was done, or something was lost in it: what they had written into the file that was replaced. */
  | { readonly kind: 'changed-meanwhile'; readonly theirs?: string | null };

interface Change {
  readonly after: string;
  /** Null: there was no file. */
  readonly before: string | null;
  readonly lock: EditLock;
}

async function replace(path: string, { after, before, lock }: Change): Promise<Replacement> {
  const temporary = `${path}.onbench-${randomBytes(6).toString('hex')}`;
  try {
    await writeSynced(temporary, after, await ownershipOf(path));
    const outcome = swap(path, temporary, before, lock);
    await syncFolder(dirname(path));
    return outcome;
  } finally {
    await rm(temporary, { force: true });
  }
}

/**
 * Puts the new file in the place of the old one if that is still what was read. Synchronous, so that nothing of this
 * process comes in between, and the old one is held by a second name and read again afterwards: who appended to it in
 * the last moment has not lost it.
 */
function swap(path: string, temporary: string, before: string | null, lock: EditLock): Replacement {
  const displaced = `${temporary}-old`;
  if (!lock.isHeld() || readTextSync(path) !== before) return { kind: 'changed-meanwhile' };
  try {
    if (before !== null) linkSync(path, displaced);
    renameSync(temporary, path);
    const theirs = readTextSync(displaced);
    return theirs === before ? { kind: 'replaced' } : { kind: 'changed-meanwhile', theirs };
  } finally {
    rmSync(displaced, { force: true });
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

function readTextSync(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    return absentAs(null)(error as NodeJS.ErrnoException);
  }
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

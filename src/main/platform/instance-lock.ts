import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failed, ok, type Result } from '../../shared/result.ts';
import { systemErrorCode } from '../workstation/system-error.ts';

/** Its name in the app's own folder. */
export const INSTANCE_LOCK = 'onbench.lock';

/** Who works on this data folder. */
export interface LockHolder {
  readonly program: 'app' | 'command line';
  readonly pid: number;
}

export interface InstanceLock {
  /** May be repeated. */
  release(): Promise<void>;
}

/** What the file says. `started` tells a process from a later one with the same number; null where nobody tells. */
interface Entry extends LockHolder {
  readonly started: string | null;
}

/**
 * The app and the command line share a journal and a keyring entry, so one of them at a time works with them. Whoever
 * was killed holds nothing any more. Makes the folder of `path`. Where nothing can be written it locks nothing: there, no
 * journal can be kept either, and what cannot be written later is told with its own words.
 */
export async function takeInstanceLock(
  path: string,
  program: LockHolder['program'],
): Promise<Result<InstanceLock, LockHolder>> {
  const entry: Entry = { program, pid: process.pid, started: await startOf(process.pid) };
  const own = `${path}.${process.pid}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(own, JSON.stringify(entry), { mode: 0o600 });
    while (!(await linkedTo(own, path))) {
      const holder = await readEntry(path);
      if (holder && (await isAlive(holder))) return failed(holder);
      await setAside(path, holder);
    }
  } catch (error) {
    // Anything but the system's word is a bug, and is thrown on.
    systemErrorCode(error);
  } finally {
    await rm(own, { force: true }).catch(() => undefined);
  }
  return ok({ release: () => release(path, entry) });
}

/** As one step, and with its whole content: nobody ever reads half an entry. */
async function linkedTo(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead entry away; what another process put there in the meantime goes back. */
async function setAside(path: string, dead: Entry | null): Promise<void> {
  const aside = `${path}.${process.pid}.dead`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readEntry(aside);
  if (moved !== null && JSON.stringify(moved) !== JSON.stringify(dead)) await linkedTo(aside, path);
  await rm(aside, { force: true });
}

async function release(path: string, own: Entry): Promise<void> {
  const entry = await readEntry(path);
  if (JSON.stringify(entry) === JSON.stringify(own)) await rm(path, { force: true });
}

/** Null for what is gone or was never ours: nobody can be behind that. */
async function readEntry(path: string): Promise<Entry | null> {
  try {
    const { program, pid, started } = JSON.parse(await readFile(path, 'utf8'));
    if (!Number.isSafeInteger(pid) || pid <= 0) return null;
    return { program: program === 'app' ? 'app' : 'command line', pid, started: started ?? null };
  } catch {
    return null;
  }
}

async function isAlive({ pid, started }: Entry): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    // There is none, or it is another account's: the folder is ours, so the holder was too.
    return false;
  }
  return started === (await startOf(pid));
}

/** When a process was started, in ticks since the system was: field 22 of its `stat`, after the name in parentheses. */
async function startOf(pid: number): Promise<string | null> {
  if (process.platform !== 'linux') return null;
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StartProblem } from '../start-problem.ts';

/** Another process has the embedded database open: it is for one process at a time (security.md T28). */
export class FolderInUse extends StartProblem {
  constructor(folder: string, lockFile: string, processId: number) {
    super(
      `The database in ${folder} is in use by another process (${processId}).\n` +
        'Stop the Onbench server first, or set DATABASE_URL to a PostgreSQL database, which several processes can share.\n' +
        `If no Onbench server is running, delete ${lockFile} and try again.`,
    );
  }
}

/** What this process holds. In a container a restarted server often has the process id of the one that was killed. */
const held = new Set<string>();

/** Claims a folder for this process and returns what gives it up. A claim whose process is gone does not count. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lockFile = `${folder}.lock`;
  await mkdir(dirname(lockFile), { recursive: true, mode: 0o700 });
  while (!(await claim(lockFile))) {
    const owner = await ownerOf(lockFile);
    if (owner !== null && holds(owner, lockFile)) throw new FolderInUse(folder, lockFile, owner);
    await discard(lockFile);
  }
  held.add(lockFile);
  return async () => {
    held.delete(lockFile);
    await rm(lockFile, { force: true });
  };
}

/** Linked into place with its content, so that nobody ever reads a claim without an owner. */
async function claim(lockFile: string): Promise<boolean> {
  const written = `${lockFile}.${process.pid}`;
  await writeFile(written, `${process.pid}\n`, { mode: 0o600 });
  try {
    await link(written, lockFile);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(written, { force: true });
  }
}

/** Renamed first: of two processes that find the same stale claim, one gets it. */
async function discard(lockFile: string): Promise<void> {
  const stale = `${lockFile}.${process.pid}.stale`;
  try {
    await rename(lockFile, stale);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  await rm(stale, { force: true });
}

async function ownerOf(lockFile: string): Promise<number | null> {
  const text = await readFile(lockFile, 'utf8').catch(() => '');
  const processId = Number(text.trim());
  return Number.isSafeInteger(processId) && processId > 0 ? processId : null;
}

function holds(processId: number, lockFile: string): boolean {
  if (processId === process.pid) return held.has(lockFile);
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

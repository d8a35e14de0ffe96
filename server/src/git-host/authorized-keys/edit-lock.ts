import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** An edit takes milliseconds: a claim that stands this long belongs to a process that was killed in the middle. */
const STALE_AFTER_MS = 10_000;

const GIVE_UP_AFTER_MS = 60_000;

const RETRY_MS = 10;

/** The right to edit a file, among processes that ask for it. */
export interface EditLock {
  /** Asked right before writing: who was stopped for too long may have lost it. */
  isHeld(): boolean;
  release(): Promise<void>;
}

/**
 * Claims a file for one edit. The claim is a file beside it, linked into place whole. That its owner is gone is told by
 * time, on the clock of who waits: process ids mean nothing from one container to another.
 */
export async function lockForEdit(path: string): Promise<EditLock> {
  const lockFile = `${path}.onbench-lock`;
  const claim = randomBytes(16).toString('hex');
  const startedMs = performance.now();
  let seen = { claim: '', sinceMs: startedMs };
  while (!(await place(lockFile, claim))) {
    const nowMs = performance.now();
    const other = await readFile(lockFile, 'utf8').catch(absent);
    if (other !== null && other !== seen.claim) seen = { claim: other, sinceMs: nowMs };
    if (other !== null && nowMs - seen.sinceMs > STALE_AFTER_MS) await discard(lockFile, other);
    if (nowMs - startedMs > GIVE_UP_AFTER_MS) {
      throw new Error(`${path} is being edited by others all the time (${lockFile}).`);
    }
    await sleep(RETRY_MS * (1 + Math.random()));
  }
  return {
    isHeld: () => isClaimedBy(lockFile, claim),
    release: async () => {
      if (isClaimedBy(lockFile, claim)) await rm(lockFile, { force: true });
    },
  };
}

async function place(lockFile: string, claim: string): Promise<boolean> {
  const written = `${lockFile}.${claim}`;
  await writeFile(written, claim, { flag: 'wx', mode: 0o600 });
  try {
    await link(written, lockFile);
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    return false;
  } finally {
    await rm(written, { force: true });
  }
}

/** Moved aside first, and looked at there: another waiter may have discarded it before, and claimed anew. */
async function discard(lockFile: string, stale: string): Promise<void> {
  const aside = `${lockFile}.${randomBytes(8).toString('hex')}`;
  try {
    await rename(lockFile, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== stale) await link(aside, lockFile).catch(() => {});
  await rm(aside, { force: true });
}

function isClaimedBy(lockFile: string, claim: string): boolean {
  try {
    return readFileSync(lockFile, 'utf8') === claim;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function absent(error: unknown): null {
  if (hasCode(error, 'ENOENT')) return null;
  throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

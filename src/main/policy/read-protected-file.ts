import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PolicyFault } from '../../shared/policy.ts';
import { failed, ok, type Result } from '../../shared/result.ts';

/** Far more than any policy or certificate file has. */
const MAX_BYTES = 64 * 1024;

const WRITABLE_BY_OTHERS = 0o022;

/** Who may have written a file that is obeyed: root, and in a trial its own account. */
export type TrustedOwners = readonly number[];

/**
 * Reads a file that only an administrator can have written: it, its folder and, for a link, the folder that the link is
 * in belong to a trusted owner and are writable by nobody else. Windows keeps that in access lists, which Node does not
 * read; there the folder's own protection has to do.
 */
export async function readProtectedFile(
  path: string,
  owners: TrustedOwners,
): Promise<Result<string, PolicyFault>> {
  try {
    const real = await realpath(path);
    const file = await open(real, 'r');
    try {
      return await readIfProtected(file, [dirname(path), dirname(real)], owners);
    } finally {
      await file.close();
    }
  } catch (error) {
    return failed({ kind: 'not-readable', code: codeOf(error) });
  }
}

async function readIfProtected(
  file: FileHandle,
  folders: readonly string[],
  owners: TrustedOwners,
): Promise<Result<string, PolicyFault>> {
  const stats = await file.stat();
  const all = [stats, ...(await Promise.all(folders.map((folder) => stat(folder))))];
  const isProtected = ({ uid, mode }: { uid: number; mode: number }) =>
    owners.includes(uid) && (mode & WRITABLE_BY_OTHERS) === 0;
  if (process.platform !== 'win32' && !all.every(isProtected)) {
    return failed({ kind: 'not-protected' });
  }
  if (!stats.isFile()) return failed({ kind: 'not-readable', code: 'EISDIR' });
  if (stats.size > MAX_BYTES) return failed({ kind: 'too-large' });
  return ok(await file.readFile('utf8'));
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  throw error;
}

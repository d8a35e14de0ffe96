import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryName } from './repository-name.ts';

/**
 * The path of an existing repository, or null. It must be a real folder at exactly its own path: a symlink could lead
 * out of the lab, and a file system that ignores case would give lab `nmgrl` the repositories of `NMGRL`.
 */
export async function locateRepository(
  repositoriesDir: string,
  { lab, name }: RepositoryName,
): Promise<string | null> {
  try {
    const expected = join(await realpath(repositoriesDir), lab, `${name}.git`);
    return (await realpath(expected)) === expected ? expected : null;
  } catch (error) {
    if (isAbsence(error)) return null;
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(error.code))
  );
}

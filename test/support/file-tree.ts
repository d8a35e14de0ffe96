import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

export interface TreeEntry {
  /** Octal permissions. */
  readonly mode: string;
  /** The content of a file (byte text), the target of a link, or null for a folder. */
  readonly text: string | null;
}

/** Everything under a folder by its relative path, to compare before and after. */
export async function fileTree(root: string): Promise<Record<string, TreeEntry>> {
  const paths = (await readdir(root, { recursive: true })).sort();
  const entries = paths.map(async (path) => [path, await treeEntry(join(root, path))] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function treeEntry(path: string): Promise<TreeEntry> {
  const stats = await lstat(path);
  const mode = (stats.mode & 0o7777).toString(8);
  if (stats.isSymbolicLink()) return { mode, text: await readlink(path) };
  return { mode, text: stats.isFile() ? await readFile(path, 'latin1') : null };
}

import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

const FILE_TYPE_MASK = 0o170000;
const SYMLINK = 0o120000;

/**
 * Unpacks a zip file with its permissions and symbolic links.
 *
 * @param {string} zipPath
 * @param {string} folder
 * @param {(name: string) => string | null} place where an entry goes below `folder`; null leaves it out
 */
export async function unzip(zipPath, folder, place) {
  const zip = await openPromise(zipPath, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const inside = place(entry.fileName);
    if (inside === null || entry.fileName.endsWith('/')) continue;
    const path = join(folder, inside);
    await mkdir(dirname(path), { recursive: true });
    const unixMode = entry.externalFileAttributes >>> 16;
    const content = await zip.openReadStreamPromise(entry);
    if ((unixMode & FILE_TYPE_MASK) === SYMLINK) await symlink(await text(content), path);
    else await pipeline(content, createWriteStream(path, { mode: unixMode & 0o777 }));
  }
}

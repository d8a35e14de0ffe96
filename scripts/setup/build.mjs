import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run, step } from './run.mjs';

const SOURCES = [
  'src',
  'protocol',
  'resources',
  'server/src',
  'server/web',
  'server/vite.config.ts',
  'package-lock.json',
  'electron.vite.config.ts',
];

/** Lies beside what it speaks of, so that deleting the build deletes it too. */
const STAMP = 'out/.onbench-sources';

/** Builds the app and the server, unless this very source is built already. */
export async function buildEverything() {
  const wanted = await hashOfSources(SOURCES);
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return;
  await step('Build of the app and the server', () => run('npm', ['run', 'build']));
  await writeFile(STAMP, wanted);
}

/**
 * Changes with every name and byte below the paths, build results aside.
 *
 * @param {readonly string[]} paths
 */
export async function hashOfSources(paths) {
  const hash = createHash('sha256');
  for (const path of paths) {
    for (const file of await filesBelow(path)) hash.update(file).update(await readFile(file));
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {Promise<string[]>}
 */
async function filesBelow(path) {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
  if (entries === null) return [path];
  const nested = entries
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .map((entry) => filesBelow(join(path, entry.name)));
  return (await Promise.all(nested)).flat().sort();
}

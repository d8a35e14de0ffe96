/*
 * What Electron runs when it is started with a folder: `electron [-r MODULE]… [flags] FOLDER`. It reads the folder's
 * package.json and runs its main. The stock one was replaced in the runtime that this is built into.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const preloads = [];
let folder = null;
const args = process.argv.slice(1);
while (args.length > 0 && folder === null) {
  const arg = args.shift();
  if (arg === '-r') preloads.push(args.shift());
  else if (!arg.startsWith('-')) folder = resolve(arg);
}

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const requireFromHere = createRequire(join(process.cwd(), 'index.js'));
for (const preload of preloads) requireFromHere(preload);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(folder);
// Awaited, since Electron holds `ready` back until its entry point has been evaluated.
await import(pathToFileURL(join(folder, manifest.main)).href);

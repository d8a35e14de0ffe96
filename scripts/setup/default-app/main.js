/*
 * What Electron runs when it is started with a folder: `electron [-r MODULE]… [flags] FOLDER`. It reads the folder's
 * package.json and runs its main. The stock one was replaced in the runtime that this is built into.
 */
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

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
import(pathToFileURL(join(folder, manifest.main)).href).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  app.exit(1);
});

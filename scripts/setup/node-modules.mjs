import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run, step } from './run.mjs';

/** Written after a complete `npm ci`: the lock file and the Node ABI that node_modules belongs to. */
const STAMP = 'node_modules/.onbench-lock';

/** Installs what the lock file pins, unless node_modules holds just that already. */
export async function installNodeModules() {
  const wanted = createHash('sha256')
    .update(await readFile('package-lock.json'))
    .update(process.versions.modules)
    .digest('hex');
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return;
  await step('Node packages (npm ci)', () =>
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { env: withNodeHeaders() }),
  );
  await writeFile(STAMP, wanted);
}

/**
 * keytar is built from source where its prebuilt binary cannot be fetched; node-gyp then needs Node's headers. Those
 * that came with this Node are used before node-gyp tries to fetch them, which fails on a closed network.
 */
function withNodeHeaders() {
  const prefix = resolve(process.execPath, '../..');
  const hasHeaders = existsSync(join(prefix, 'include/node/node_api.h'));
  return hasHeaders ? { ...process.env, npm_config_nodedir: prefix } : process.env;
}

/*
 * Prepares a fresh checkout: Debian packages, Node packages, an Electron runtime, a build. Runs on plain Node before
 * anything is installed; what is there already is not done again.
 *
 *   node scripts/setup.mjs [--with-test-tools] [--without-build]
 */
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildEverything } from './setup/build.mjs';
import { installDebianPackages } from './setup/debian-packages.mjs';
import { provideElectronRuntime } from './setup/electron-runtime.mjs';
import { installNodeModules } from './setup/node-modules.mjs';

const flags = new Set(process.argv.slice(2));
process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

try {
  await installDebianPackages({ withTestTools: flags.has('--with-test-tools') });
  await installNodeModules();
  await provideElectronRuntime();
  if (!flags.has('--without-build')) await buildEverything();
} catch (error) {
  console.error(`\nSet-up stopped. ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

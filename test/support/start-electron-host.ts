import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { stopProcess } from '../../scripts/stage/child-process.ts';
import { ELECTRON_FLAGS, electronExecutable, PROJECT } from '../../scripts/stage/desktop-app.ts';
import { hasDisplay, startVirtualDisplay } from '../../scripts/stage/display.ts';

export interface ElectronHost {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** A real Electron main process with one module of this folder in it, and nothing else. It says when it is ready. */
export async function startElectronHost(
  module: `electron-${string}-host.ts`,
  env: Readonly<NodeJS.ProcessEnv> = {},
): Promise<ElectronHost> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-electron-'));
  await bundle(fileURLToPath(new URL(module, import.meta.url)), folder);
  const display = hasDisplay() ? { env: {}, stop: async () => {} } : await startVirtualDisplay();
  const electron = spawn(electronExecutable(), [folder, ...ELECTRON_FLAGS], {
    env: { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, ...env, ...display.env },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const stop = async () => {
    await stopProcess(electron);
    await display.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(electron);
    return { process: electron, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** As electron-vite builds the app's main process: one ES module, with Electron and Node left outside. */
async function bundle(entry: string, folder: string): Promise<void> {
  await build({
    configFile: false,
    root: dirname(entry),
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20.18',
      rollupOptions: {
        external: ['electron', 'keytar', '@particle/dbus-next'],
        output: { entryFileNames: 'main.mjs' },
      },
    },
  });
  // What is left outside is found as the app finds it.
  await symlink(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  const manifest = { name: 'onbench-electron-host', version: '0.0.0', main: 'main.mjs' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

async function ready(electron: ChildProcess): Promise<void> {
  const failed = once(electron, 'exit').then(([code]) => {
    throw new Error(`Electron ended with ${code} before it was ready`);
  });
  await Promise.race([once(electron, 'message'), failed]);
  failed.catch(() => {});
}

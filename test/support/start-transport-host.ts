import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { stopProcess } from '../../scripts/stage/child-process.ts';
import { ELECTRON_FLAGS, electronExecutable } from '../../scripts/stage/desktop-app.ts';
import { hasDisplay, startVirtualDisplay } from '../../scripts/stage/display.ts';

const ENTRY = fileURLToPath(new URL('electron-transport-host.ts', import.meta.url));

export interface TransportHost {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** A real Electron main process with the app's transport in it, and nothing else. */
export async function startTransportHost(): Promise<TransportHost> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-transport-'));
  await bundle(folder);
  const display = hasDisplay() ? { env: {}, stop: async () => {} } : await startVirtualDisplay();
  const electron = spawn(electronExecutable(), [folder, ...ELECTRON_FLAGS], {
    env: { ...process.env, ...display.env, HOME: folder, XDG_CONFIG_HOME: folder },
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
async function bundle(folder: string): Promise<void> {
  await build({
    configFile: false,
    root: dirname(ENTRY),
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: ENTRY,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20.18',
      rollupOptions: { external: ['electron'], output: { entryFileNames: 'main.mjs' } },
    },
  });
  const manifest = { name: 'onbench-transport-host', version: '0.0.0', main: 'main.mjs' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
}

async function ready(electron: ChildProcess): Promise<void> {
  const failed = once(electron, 'exit').then(([code]) => {
    throw new Error(`Electron ended with ${code} before it was ready`);
  });
  await Promise.race([once(electron, 'message'), failed]);
  failed.catch(() => {});
}

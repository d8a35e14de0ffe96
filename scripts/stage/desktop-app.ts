import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';

/** Where the runtime is that set-up provided. */
export function electronExecutable(): string {
  return createRequire(import.meta.url)('electron') as string;
}

/** Electron cannot use its sandbox as root; for anybody else it stays on. */
export const ELECTRON_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The checkout's folder: Electron reads its package.json. */
export const PROJECT = resolve(import.meta.dirname, '../..');

export interface DesktopApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
}

/** Opens the built app, driven through its own window. */
export async function openDesktopApp(options: {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<DesktopApp> {
  const env = Object.fromEntries(
    Object.entries(options.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
  const electron = await _electron.launch({
    executablePath: electronExecutable(),
    args: [PROJECT, ...ELECTRON_FLAGS, ...options.args],
    env,
  });
  return { electron, page: await electron.firstWindow() };
}

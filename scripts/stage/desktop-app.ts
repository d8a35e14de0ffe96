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
  const electron = await keepingSignals(() =>
    _electron.launch({
      executablePath: electronExecutable(),
      args: [PROJECT, ...ELECTRON_FLAGS, ...options.args],
      // Else Playwright turns it off for everybody.
      chromiumSandbox: ELECTRON_FLAGS.length === 0,
      // As the system has it: else Playwright makes everything light.
      colorScheme: null,
      env,
    }),
  );
  return { electron, page: await electron.firstWindow() };
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Playwright would answer a signal by ending what it launched, forcibly when we close it too, and at Ctrl-C this process
 * as well, before anything else is cleaned up. Whoever launches it here ends it.
 */
async function keepingSignals<Value>(launch: () => Promise<Value>): Promise<Value> {
  const before = new Set(SIGNALS.flatMap((signal) => process.listeners(signal)));
  const launched = await launch();
  for (const signal of SIGNALS) {
    const added = process.listeners(signal).filter((listener) => !before.has(listener));
    for (const listener of added) process.off(signal, listener);
  }
  return launched;
}

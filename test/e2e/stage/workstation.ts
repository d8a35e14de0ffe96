import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { openDesktopApp } from '../../../scripts/stage/desktop-app.ts';
import { Technician } from '../../../scripts/stage/technician.ts';
import { hostSlug } from '../../../src/main/workstation/host-slug.ts';

export interface WorkstationOptions {
  /** The home folder of an earlier one; a fresh one otherwise. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A home folder with the built app open in it. */
export interface Workstation {
  readonly home: string;
  /** With which a second app would share this one's home, keyring and display. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly slug: string;
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly technician: Technician;
  /** All that the app has written to its terminal. */
  readonly terminal: readonly string[];
  /** A path in the home folder. */
  inHome(path: string): string;
  close(): Promise<void>;
}

const CLOSE_LIMIT_MS = 10_000;

/** In the real mode: `HOME` names the home folder, and the keyring entries are those of the lab's software. */
export async function openWorkstation(
  home: string,
  session: Readonly<Record<string, string | undefined>>,
): Promise<Workstation> {
  const env = {
    ...process.env,
    // Else user data would go to the tester's own folders.
    XDG_CONFIG_HOME: undefined,
    XDG_DATA_HOME: undefined,
    XDG_CACHE_HOME: undefined,
    HOME: home,
    ...session,
  };
  const { electron, page } = await openDesktopApp({ args: [], env });
  const terminal: string[] = [];
  // Asked for once: Playwright forgets the process when it has ended.
  const app = electron.process();
  for (const stream of [app.stdout, app.stderr]) {
    stream?.on('data', (chunk) => terminal.push(String(chunk)));
  }
  return {
    home,
    env,
    slug: hostSlug(hostname()),
    electron,
    page,
    technician: new Technician(page),
    terminal,
    inHome: (path) => join(home, path),
    close: () => closeApp(electron, app),
  };
}

/** A failed story may leave a window that asks a question before it closes, and nobody to answer. */
async function closeApp(electron: ElectronApplication, app: ChildProcess): Promise<void> {
  if (app.exitCode !== null || app.signalCode !== null) return;
  const exited = once(app, 'exit');
  const timer = setTimeout(() => app.kill('SIGKILL'), CLOSE_LIMIT_MS);
  await electron.close().catch(() => undefined);
  await exited;
  clearTimeout(timer);
}

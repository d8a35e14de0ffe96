import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Administrator, openBrowser } from './administrator.ts';
import { type DesktopApp, openDesktopApp } from './desktop-app.ts';
import { hasDisplay, startVirtualDisplay } from './display.ts';
import {
  type EnrollmentServer,
  FIRST_ADMINISTRATOR,
  startEnrollmentServer,
} from './enrollment-server.ts';
import { type KeyringSession, startKeyringSession } from './keyring-session.ts';
import { Teardown } from './teardown.ts';
import { Technician } from './technician.ts';

/**
 * Everything and everybody that a first enrollment needs, in scratch folders: server, keyring, app and browser. Each
 * part begins when it is asked for; `end` ends what was begun, the last one first.
 */
export class FirstEnrollment {
  readonly #teardown = new Teardown();
  #folder: string | null = null;

  /** Where all of it lies. */
  async folder(): Promise<string> {
    if (this.#folder === null) {
      const folder = await mkdtemp(join(tmpdir(), 'onbench-demo-'));
      await this.#teardown.add(() => rm(folder, { recursive: true, force: true }));
      this.#folder = folder;
    }
    return this.#folder;
  }

  /** The workstation's home. */
  async home(): Promise<string> {
    return join(await this.folder(), 'home');
  }

  async startServer(): Promise<EnrollmentServer> {
    const server = await startEnrollmentServer({ dataDir: join(await this.folder(), 'server') });
    await this.#teardown.add(() => server.stop());
    return server;
  }

  async openApp(
    apiBaseUrl: string,
  ): Promise<DesktopApp & { technician: Technician; keyring: KeyringSession }> {
    const keyring = await startKeyringSession();
    await this.#teardown.add(() => keyring.stop());
    const display = hasDisplay() ? { env: {}, stop: async () => {} } : await startVirtualDisplay();
    await this.#teardown.add(() => display.stop());
    const app = await openDesktopApp({
      args: ['--trial-home', await this.home(), '--api-base-url', apiBaseUrl],
      env: { ...process.env, ...keyring.env, ...display.env },
    });
    await this.#teardown.add(() => app.electron.close());
    await app.page.getByLabel('API base URL').waitFor();
    return { ...app, technician: new Technician(app.page), keyring };
  }

  /** An administrator with a browser that shows nothing yet. */
  async callAdministrator({ password }: EnrollmentServer): Promise<Administrator> {
    const browser = await openBrowser();
    await this.#teardown.add(() => browser.close());
    return new Administrator(await browser.newPage(), {
      email: FIRST_ADMINISTRATOR,
      password: password ?? '',
    });
  }

  end(): Promise<void> {
    return this.#teardown.run();
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { Administrator, openBrowser } from '../../../scripts/stage/administrator.ts';
import { type Display, hasDisplay, startVirtualDisplay } from '../../../scripts/stage/display.ts';
import {
  type EnrollmentServer,
  FIRST_ADMINISTRATOR,
  startEnrollmentServer,
} from '../../../scripts/stage/enrollment-server.ts';
import {
  type KeyringSession,
  startKeyringSession,
} from '../../../scripts/stage/keyring-session.ts';
import { Teardown } from '../../../scripts/stage/teardown.ts';
import { watchConsole } from './watch-console.ts';
import { openWorkstation, type Workstation, type WorkstationOptions } from './workstation.ts';

interface StageParts {
  readonly folder: string;
  readonly display: Display;
  readonly keyring: KeyringSession;
  readonly browser: Browser;
  readonly serverEnv: Readonly<Record<string, string>>;
}

/** A lab: the server in a process of its own, an administrator in a real browser, a keyring, and room for workstations. */
export class Stage {
  readonly keyring: KeyringSession;
  /** What the two pages complained about in their consoles; empty at the end of each test. */
  readonly complaints: string[] = [];
  readonly workstations: Workstation[] = [];
  server!: EnrollmentServer;
  administrator!: Administrator;
  readonly #parts: StageParts;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.keyring = parts.keyring;
  }

  get serverDataDir(): string {
    return join(this.#parts.folder, 'server');
  }

  /** The server's log as one text. */
  get serverLog(): string {
    return this.server.log.join('\n');
  }

  /** Again after a stop: same data, same ports. */
  async startServer(ports = { http: 0, ssh: 0 }): Promise<void> {
    const { serverEnv: env } = this.#parts;
    this.server = await startEnrollmentServer({ dataDir: this.serverDataDir, ports, env });
  }

  async signInAdministrator(): Promise<void> {
    const page = await this.#parts.browser.newPage();
    watchConsole(page, this.complaints);
    const password = this.server.password ?? '';
    this.administrator = new Administrator(page, { email: FIRST_ADMINISTRATOR, password });
    await this.administrator.open(`${this.server.url}/device`);
    await this.administrator.signIn();
    await page.getByLabel('Code').waitFor();
  }

  /** The administrator opens the page afresh, still signed in, and types the code. */
  async lookUp(userCode: string): Promise<Administrator> {
    await this.administrator.open(`${this.server.url}/device`);
    await this.administrator.enterCode(userCode);
    await this.administrator.page.getByRole('heading', { name: 'Review this request' }).waitFor();
    return this.administrator;
  }

  /** A home folder of its own and the built app in it, on its first or a later start. */
  async openWorkstation(options: WorkstationOptions = {}): Promise<Workstation> {
    const { keyring, display, folder } = this.#parts;
    const home = options.home ?? (await mkdtemp(join(folder, 'home-')));
    const workstation = await openWorkstation(home, {
      ...display.env,
      DBUS_SESSION_BUS_ADDRESS: keyring.env.DBUS_SESSION_BUS_ADDRESS,
      XDG_RUNTIME_DIR: keyring.env.XDG_RUNTIME_DIR,
      ...options.env,
    });
    watchConsole(workstation.page, this.complaints);
    this.workstations.push(workstation);
    return workstation;
  }
}

/** Sets the stage for a test file. `serverEnv` is asked when the server is about to start. */
export function withStage(serverEnv: () => Record<string, string> = () => ({})): () => Stage {
  const teardown = new Teardown();
  let stage: Stage | undefined;
  let openBefore = 0;
  const current = () => {
    if (!stage) throw new Error('the stage is set before the first test');
    return stage;
  };
  beforeAll(async () => {
    stage = await setStage(teardown, serverEnv());
  });
  beforeEach(() => {
    openBefore = current().workstations.length;
  });
  afterEach(async () => {
    // What a file opens for all of its tests stays open.
    const opened = current().workstations.splice(openBefore);
    await Promise.all(opened.map((workstation) => workstation.close()));
    expect(current().complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    for (const workstation of stage?.workstations.splice(0) ?? []) await workstation.close();
    await teardown.run();
  });
  return current;
}

async function setStage(teardown: Teardown, serverEnv: Record<string, string>): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-e2e-'));
  await teardown.add(() => rm(folder, { recursive: true, force: true }));
  const [display, keyring, browser] = await Promise.all([
    hasDisplay() ? { env: {}, stop: async () => {} } : startVirtualDisplay(),
    startKeyringSession(),
    openBrowser(),
  ]);
  for (const stop of [() => display.stop(), () => keyring.stop(), () => browser.close()]) {
    await teardown.add(stop);
  }
  const stage = new Stage({ folder, display, keyring, browser, serverEnv });
  await stage.startServer();
  await teardown.add(() => stage.server.stop());
  await stage.signInAdministrator();
  return stage;
}

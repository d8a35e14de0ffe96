import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright';
import { Administrator, openBrowser } from './administrator.ts';
import { capture } from './child-process.ts';
import { openDesktopApp } from './desktop-app.ts';
import { hasDisplay, startVirtualDisplay } from './display.ts';
import {
  type EnrollmentServer,
  FIRST_ADMINISTRATOR,
  FIRST_LAB,
  startEnrollmentServer,
} from './enrollment-server.ts';
import { startKeyringSession } from './keyring-session.ts';
import { Narrator } from './narrator.ts';

const OUTPUT = resolve(import.meta.dirname, '../../demo-output');
const TECHNICIAN = 'technician@nmgrl.example';

/** Runs the whole story and cleans up after it. Gives the exit code: 0, or 1 when a step failed. */
export async function walkthrough(): Promise<number> {
  const narrator = new Narrator(OUTPUT);
  const undo: (() => Promise<unknown>)[] = [];
  try {
    await narrator.begin();
    await tell(narrator, undo);
    console.log(`\nThe walkthrough is complete. Its pictures are in ${OUTPUT}.`);
    return 0;
  } catch (error) {
    console.error(`\nThe walkthrough stopped at: ${narrator.current}\n${error}`);
    return 1;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

async function tell(narrator: Narrator, undo: (() => Promise<unknown>)[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onbench-demo-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const home = join(folder, 'home');

  const server = await narrator.step(
    `The enrollment server starts, with the lab ${FIRST_LAB}`,
    () => startEnrollmentServer({ dataDir: join(folder, 'server') }),
  );
  undo.push(() => server.stop());

  const app = await narrator.step('The technician opens the app', () =>
    openApp(home, server, undo),
  );
  await app.getByLabel('API base URL').waitFor();
  await narrator.picture(app, 'app-before-enrollment');

  const userCode = await narrator.step('The technician starts the enrollment', () => start(app));
  await narrator.picture(app, 'app-code-and-qr');

  const browser = await narrator.step('The administrator opens a browser', openBrowser);
  undo.push(() => browser.close());
  await approve(narrator, browser, server, userCode);

  await narrator.step(`The app says: Enrolled as ${FIRST_LAB}`, () =>
    app.getByRole('heading', { name: `Enrolled as ${FIRST_LAB}` }).waitFor({ timeout: 60_000 }),
  );
  await narrator.picture(app, 'app-enrolled');

  await narrator.step('git clones the lab’s repository and pushes back', () =>
    cloneAndPush(folder, join(home, '.ssh/config')),
  );
}

async function openApp(
  home: string,
  server: EnrollmentServer,
  undo: (() => Promise<unknown>)[],
): Promise<Page> {
  const keyring = await startKeyringSession();
  undo.push(() => keyring.stop());
  const display = hasDisplay() ? { env: {}, stop: async () => {} } : await startVirtualDisplay();
  undo.push(() => display.stop());
  const { electron, page } = await openDesktopApp({
    args: ['--trial-home', home, '--api-base-url', server.url],
    env: { ...process.env, ...keyring.env, ...display.env },
  });
  undo.push(() => electron.close());
  return page;
}

async function start(app: Page): Promise<string> {
  await app.getByRole('button', { name: 'Start device-code enrollment' }).click();
  const code = app.getByRole('group', { name: 'Code' });
  await code.waitFor();
  return (await code.textContent()) ?? '';
}

async function approve(
  narrator: Narrator,
  browser: Browser,
  server: EnrollmentServer,
  userCode: string,
): Promise<void> {
  const administrator = new Administrator(await browser.newPage(), {
    email: FIRST_ADMINISTRATOR,
    password: server.password ?? '',
  });
  await narrator.step('The administrator signs in', async () => {
    await administrator.open(`${server.url}/device`);
    await narrator.picture(administrator.page, 'administrator-signs-in');
    await administrator.signIn();
  });
  await narrator.step(`The administrator types the code ${userCode}`, async () => {
    await administrator.enterCode(userCode);
    await administrator.page.getByRole('heading', { name: 'Review this request' }).waitFor();
    await narrator.picture(administrator.page, 'administrator-compares');
  });
  await narrator.step('The administrator approves', async () => {
    await administrator.approve({ lab: FIRST_LAB, technicianEmail: TECHNICIAN });
    await narrator.picture(administrator.page, 'administrator-approved');
  });
}

/** Through nothing but the files that the app wrote: `-F` names the config, since ssh does not ask HOME for it. */
async function cloneAndPush(folder: string, sshConfig: string): Promise<void> {
  const remote = `pychron-${FIRST_LAB}:${FIRST_LAB}/MetaData.git`;
  const git = (cwd: string, ...args: string[]) =>
    capture('git', args, {
      cwd,
      env: {
        ...process.env,
        GIT_SSH_COMMAND: `ssh -F '${sshConfig}' -o BatchMode=yes`,
        GIT_CONFIG_GLOBAL: '/dev/null',
      },
    });
  const clone = join(folder, 'clone');
  await git(folder, 'clone', '--quiet', remote, clone);
  await writeFile(join(clone, 'first-run.txt'), 'Pushed by a freshly enrolled workstation.\n');
  await git(clone, 'add', 'first-run.txt');
  await git(clone, ...AUTHOR, 'commit', '--quiet', '-m', 'Add the first run');
  await git(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  const pushed = (await git(clone, 'rev-parse', 'HEAD')).trim();
  const arrived = (await git(folder, 'ls-remote', remote, 'refs/heads/main')).split('\t')[0];
  if (arrived !== pushed) throw new Error(`Pushed ${pushed}, but the server has ${arrived}.`);
}

const AUTHOR = ['-c', 'user.name=Technician', '-c', `user.email=${TECHNICIAN}`];

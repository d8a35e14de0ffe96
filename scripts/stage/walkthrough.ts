import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright';
import { Administrator, openBrowser } from './administrator.ts';
import { cloneAndPush } from './clone-and-push.ts';
import { openDesktopApp } from './desktop-app.ts';
import { hasDisplay, startVirtualDisplay } from './display.ts';
import {
  type EnrollmentServer,
  FIRST_ADMINISTRATOR,
  FIRST_LAB,
  startEnrollmentServer,
} from './enrollment-server.ts';
import { awaitInterruption } from './interruption.ts';
import { startKeyringSession } from './keyring-session.ts';
import { Narrator } from './narrator.ts';
import { Teardown } from './teardown.ts';
import { Technician } from './technician.ts';

const OUTPUT = resolve(import.meta.dirname, '../../demo-output');
const TECHNICIAN = 'technician@nmgrl.example';

/** Runs the whole story and cleans up after it. Gives the exit code: 0, 1 when a step failed, 130 or 143 for a signal. */
export async function walkthrough(output = OUTPUT): Promise<number> {
  const narrator = new Narrator(output);
  const teardown = new Teardown();
  const interruption = awaitInterruption();
  const story = tell(narrator, teardown).then(
    () => ({ exitCode: 0, words: `The walkthrough is complete. Its pictures are in ${output}.` }),
    (error) => ({
      exitCode: 1,
      words: `The walkthrough stopped at: ${narrator.current}\n${error}`,
    }),
  );
  const interrupted = interruption.exitCode.then((exitCode) => ({
    exitCode,
    words: `The walkthrough was interrupted at: ${narrator.current}`,
  }));
  const end = await Promise.race([story, interrupted]);
  await teardown.run();
  // After an interruption the story still runs into what is gone, and what it had just begun is ended there.
  await story;
  interruption.forget();
  (end.exitCode === 0 ? console.log : console.error)(`\n${end.words}`);
  return end.exitCode;
}

async function tell(narrator: Narrator, teardown: Teardown): Promise<void> {
  await narrator.begin();
  const folder = await mkdtemp(join(tmpdir(), 'onbench-demo-'));
  await teardown.add(() => rm(folder, { recursive: true, force: true }));
  const home = join(folder, 'home');

  const server = await narrator.step(
    `The enrollment server starts, with the lab ${FIRST_LAB}`,
    () => startEnrollmentServer({ dataDir: join(folder, 'server') }),
  );
  await teardown.add(() => server.stop());

  const technician = await narrator.step('The technician opens the app', () =>
    openApp(home, server, teardown),
  );
  const app = technician.page;
  await app.getByLabel('API base URL').waitFor();
  await narrator.picture(app, 'app-before-enrollment');

  const userCode = await narrator.step('The technician starts the enrollment', () =>
    technician.start(),
  );
  await narrator.picture(app, 'app-code-and-qr');

  const browser = await narrator.step('The administrator opens a browser', openBrowser);
  await teardown.add(() => browser.close());
  await approve(narrator, browser, server, userCode);

  await narrator.step(`The app says: Enrolled as ${FIRST_LAB}`, () =>
    technician.sees(`Enrolled as ${FIRST_LAB}`),
  );
  await narrator.picture(app, 'app-enrolled');

  await narrator.step('git clones the lab’s repository and pushes back', () =>
    cloneAndPush(folder, join(home, '.ssh/config')),
  );
}

async function openApp(
  home: string,
  server: EnrollmentServer,
  teardown: Teardown,
): Promise<Technician> {
  const keyring = await startKeyringSession();
  await teardown.add(() => keyring.stop());
  const display = hasDisplay() ? { env: {}, stop: async () => {} } : await startVirtualDisplay();
  await teardown.add(() => display.stop());
  const { electron, page } = await openDesktopApp({
    args: ['--trial-home', home, '--api-base-url', server.url],
    env: { ...process.env, ...keyring.env, ...display.env },
  });
  await teardown.add(() => electron.close());
  return new Technician(page);
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

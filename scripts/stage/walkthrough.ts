import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Administrator } from './administrator.ts';
import { capture } from './child-process.ts';
import { type EnrollmentServer, FIRST_LAB } from './enrollment-server.ts';
import { FirstEnrollment } from './first-enrollment.ts';
import { Narrator } from './narrator.ts';
import { TECHNICIAN } from './technician.ts';

const OUTPUT = resolve(import.meta.dirname, '../../demo-output');

/** Runs the whole story and cleans up after it. Gives the exit code: 0, or 1 when a step failed. */
export async function walkthrough(): Promise<number> {
  const narrator = new Narrator(OUTPUT);
  const enrollment = new FirstEnrollment();
  try {
    await narrator.begin();
    await tell(narrator, enrollment);
    console.log(`\nThe walkthrough is complete. Its pictures are in ${OUTPUT}.`);
    return 0;
  } catch (error) {
    console.error(`\nThe walkthrough stopped at: ${narrator.current}\n${error}`);
    return 1;
  } finally {
    await enrollment.end();
  }
}

async function tell(narrator: Narrator, enrollment: FirstEnrollment): Promise<void> {
  const server = await narrator.step(
    `The enrollment server starts, with the lab ${FIRST_LAB}`,
    () => enrollment.startServer(),
  );
  const { technician } = await narrator.step('The technician opens the app', () =>
    enrollment.openApp(server.url),
  );
  await narrator.picture(technician.page, 'app-before-enrollment');

  const userCode = await narrator.step('The technician starts the enrollment', () =>
    technician.start(),
  );
  await narrator.picture(technician.page, 'app-code-and-qr');

  const administrator = await narrator.step('The administrator opens a browser', () =>
    enrollment.callAdministrator(server),
  );
  await approve(narrator, administrator, server, userCode);

  await narrator.step(`The app says: Enrolled as ${FIRST_LAB}`, () =>
    technician.reads(`Enrolled as ${FIRST_LAB}`),
  );
  await narrator.picture(technician.page, 'app-enrolled');

  await narrator.step('git clones the lab’s repository and pushes back', async () =>
    cloneAndPush(await enrollment.folder(), join(await enrollment.home(), '.ssh/config')),
  );
}

async function approve(
  narrator: Narrator,
  administrator: Administrator,
  server: EnrollmentServer,
  userCode: string,
): Promise<void> {
  await narrator.step('The administrator signs in', async () => {
    await administrator.open(`${server.url}/device`);
    await administrator.reads('Sign in');
    await narrator.picture(administrator.page, 'administrator-signs-in');
    await administrator.signIn();
  });
  await narrator.step(`The administrator types the code ${userCode}`, async () => {
    await administrator.enterCode(userCode);
    await administrator.reads('Review this request');
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

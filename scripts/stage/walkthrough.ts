import { join, resolve } from 'node:path';
import type { Administrator } from './administrator.ts';
import { cloneAndPush } from './clone-and-push.ts';
import { type EnrollmentServer, FIRST_LAB } from './enrollment-server.ts';
import { FirstEnrollment } from './first-enrollment.ts';
import { awaitInterruption } from './interruption.ts';
import { Narrator } from './narrator.ts';
import { TECHNICIAN } from './technician.ts';

const OUTPUT = resolve(import.meta.dirname, '../../demo-output');

/** Runs the whole story and cleans up after it. Gives the exit code: 0, 1 when a step failed, 130 or 143 for a signal. */
export async function walkthrough(output = OUTPUT): Promise<number> {
  const narrator = new Narrator(output);
  const enrollment = new FirstEnrollment();
  const interruption = awaitInterruption();
  const story = tell(narrator, enrollment).then(
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
  await enrollment.end();
  // After an interruption the story still runs into what is gone, and what it had just begun is ended there.
  await story;
  interruption.forget();
  (end.exitCode === 0 ? console.log : console.error)(`\n${end.words}`);
  return end.exitCode;
}

async function tell(narrator: Narrator, enrollment: FirstEnrollment): Promise<void> {
  await narrator.begin();
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
    technician.sees(`Enrolled as ${FIRST_LAB}`),
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
    await administrator.sees('Sign in');
    await narrator.picture(administrator.page, 'administrator-signs-in');
    await administrator.signIn();
  });
  await narrator.step(`The administrator types the code ${userCode}`, async () => {
    await administrator.enterCode(userCode);
    await administrator.sees('Review this request');
    await narrator.picture(administrator.page, 'administrator-compares');
  });
  await narrator.step('The administrator approves', async () => {
    await administrator.approve({ lab: FIRST_LAB, technicianEmail: TECHNICIAN });
    await narrator.picture(administrator.page, 'administrator-approved');
  });
}

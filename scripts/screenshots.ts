/*
 * `npm run screenshots`: the pictures of README and docs, taken from the real app and the real server. Run it again when
 * a screen has changed, and look at the pictures before they are committed.
 */
import { resolve } from 'node:path';
import type { ElectronApplication } from 'playwright';
import { openBrowser } from './stage/administrator.ts';
import { PROJECT } from './stage/desktop-app.ts';
import { type EnrollmentServer, FIRST_LAB } from './stage/enrollment-server.ts';
import { FirstEnrollment } from './stage/first-enrollment.ts';
import { Screen, type Size, SMALLEST, USUAL } from './stage/screen.ts';
import { TECHNICIAN } from './stage/technician.ts';

const FOLDER = resolve(PROJECT, 'docs/screenshots');

const enrollment = new FirstEnrollment();
try {
  await renderIcon();
  await tell(await enrollment.startServer());
  console.log(`The pictures are in ${FOLDER}.`);
} finally {
  await enrollment.end();
}

/** Denied at first, approved the second time, and a third time with a keyring that fails. */
async function tell(server: EnrollmentServer): Promise<void> {
  const { electron, technician, keyring } = await enrollment.openApp(server.url);
  const pane = new Screen(FOLDER, technician.page, (size) => resizeWindow(electron, size));
  const administrator = await enrollment.callAdministrator(server);
  const approval = new Screen(FOLDER, administrator.page, (size) =>
    administrator.page.setViewportSize(size),
  );

  await pane.take('app-idle');
  await technician.page.getByRole('button', { name: 'Change the network settings' }).click();
  await pane.take('app-network');
  await technician.page.getByRole('button', { name: 'Done' }).click();
  const deniedCode = await technician.start();
  await pane.take('app-code', [USUAL, SMALLEST]);
  await administrator.open(`${server.url}/device`);
  await administrator.sees('Sign in');
  await approval.take('approval-sign-in');
  await administrator.signIn();
  await administrator.sees('Enter the workstation’s code');
  await approval.take('approval-code');
  await administrator.enterCode(deniedCode);
  await administrator.sees('Review this request');
  await approval.take('approval-review', [USUAL, SMALLEST]);
  await administrator.deny();
  await technician.sees('The administrator denied the request');
  await pane.take('app-denied');

  const grant = { lab: FIRST_LAB, technicianEmail: TECHNICIAN };
  const approvedCode = await technician.start('Try again');
  await administrator.open(`${server.url}/inbox`);
  await administrator.sees('Inbox');
  await administrator.page.getByRole('article').waitFor();
  await approval.take('inbox', [USUAL, SMALLEST]);
  await administrator.page.getByRole('button', { name: 'Enter its code' }).click();
  await administrator.enterCode(approvedCode);
  await administrator.approve(grant);
  await approval.take('approval-approved');
  await technician.sees(`Enrolled as ${FIRST_LAB}`);
  await pane.take('app-enrolled');
  await administrator.open(`${server.url}/devices`);
  await administrator.page.getByRole('table', { name: 'Devices' }).waitFor();
  await approval.take('devices', [USUAL, SMALLEST]);
  await administrator.open(`${server.url}/labs`);
  await administrator.page.getByRole('table', { name: 'Administrators' }).waitFor();
  await approval.take('labs');
  await administrator.open(`${server.url}/audit`);
  await administrator.page.getByRole('table').waitFor();
  await approval.take('audit', [USUAL, SMALLEST]);

  await technician.page.getByRole('button', { name: 'Done' }).click();
  await technician.sees(`${FIRST_LAB} Registered`);
  const status = technician.page.getByRole('list', { name: `Status of ${FIRST_LAB}` });
  await status.getByText('Checking').first().waitFor({ state: 'hidden' });
  await pane.take('app-home', [USUAL, SMALLEST]);

  await technician.page.getByRole('button', { name: 'Enroll for another lab' }).click();
  const unkeptCode = await technician.start();
  process.kill(keyring.daemonPid, 'SIGKILL');
  await administrator.open(`${server.url}/device`);
  await administrator.enterCode(unkeptCode);
  await administrator.approve(grant);
  await technician.sees('The keyring did not take the token');
  await pane.take('app-recovery');
  await technician.keepTokenByHand();
  await technician.sees(`Enrolled as ${FIRST_LAB}`);
}

async function resizeWindow(electron: ElectronApplication, size: Size): Promise<void> {
  await electron.evaluate(({ BrowserWindow }, { width, height }) => {
    BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
  }, size);
  const page = await electron.firstWindow();
  await page.waitForFunction(
    ({ width, height }) => innerWidth === width && innerHeight === height,
    size,
  );
}

/** The icon of window and installer: resources/icon.svg, which is the one to edit, as pixels. */
async function renderIcon(): Promise<void> {
  const side = 512;
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  await page.goto(`file://${PROJECT}/resources/icon.svg`);
  await page.screenshot({ path: resolve(PROJECT, 'resources/icon.png'), omitBackground: true });
  await browser.close();
}

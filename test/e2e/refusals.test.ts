import { POLL_PATH } from '@onbench/protocol/device-code-grant';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { fileTree } from '../support/file-tree.ts';
import { readKeyring } from './stage/read-keyring.ts';
import { RecordingProxy } from './stage/recording-proxy.ts';
import { withStage } from './stage/stage.ts';
import type { Workstation } from './stage/workstation.ts';

const stage = withStage();
let workstation: Workstation;

beforeEach(async () => {
  workstation = await stage().openWorkstation();
});

/** What the app writes for itself is its own affair; what an enrollment writes is not there. */
async function expectUntouchedHome(): Promise<void> {
  const paths = Object.keys(await fileTree(workstation.home));
  expect(paths.filter((path) => /^\.(ssh|pychron)/.test(path))).toEqual([]);
  // The screen does not wait for the keyring to forget.
  await expect.poll(() => readKeyring(stage().keyring)).toEqual({});
}

describe('an administrator who denies', () => {
  it('ends the wait, and nothing is written', async () => {
    const { page, technician } = workstation;
    await technician.enterServer(stage().server.url);
    const administrator = await stage().lookUp(await technician.start());
    await administrator.deny();
    await technician.sees('The administrator denied the request');
    await page.getByText('Ask your administrator for the reason.').waitFor();
    await expectUntouchedHome();
  });
});

describe('a technician who cancels', () => {
  it('sees so at once, nothing is written, and polling is over', async () => {
    const proxy = await RecordingProxy.start(stage().server.url);
    onTestFinished(() => proxy.stop());
    const { page, technician } = workstation;
    await technician.enterServer(proxy.url);
    await technician.start();
    await expect.poll(() => proxy.at(POLL_PATH)?.status, { timeout: 30_000 }).toBe(425);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Enrollment cancelled' }).waitFor({ timeout: 5_000 });
    await page.getByText('No token was issued.').waitFor();
    await expectUntouchedHome();

    // The next attempt has a code of its own, and is the only one that polls.
    const isPoll = ({ path }: { path: string }) => path === POLL_PATH;
    const polls = proxy.exchanges.filter(isPoll);
    await page.getByRole('button', { name: 'Try again' }).click();
    await technician.readCode();
    await expect
      .poll(() => proxy.exchanges.filter(isPoll).length, { timeout: 30_000 })
      .toBeGreaterThan(polls.length);
    expect(proxy.at(POLL_PATH)?.sent).not.toBe(polls.at(-1)?.sent);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await technician.sees('Enrollment cancelled');
  });
});

describe('an API base URL that cannot be one', () => {
  it('is told why, before any file or network is touched', async () => {
    const { page, technician } = workstation;
    const before = await page.evaluate(() => window.onbench.preferences.get());
    for (const [typed, problem, words] of [
      ['', 'empty', 'Enter the API base URL that your administrator gave you.'],
      ['api.example.org', 'not-a-url', 'This is not a complete web address.'],
      ['http://example.org', 'not-https', 'Enter an address that starts with https://.'],
      ['ftp://example.org', 'not-https', 'Enter an address that starts with https://.'],
      ['https://me:word@example.org', 'has-credentials', 'Remove the user name and password'],
      ['https://example.org/?lab=A', 'has-query-or-fragment', 'Remove the ? or #'],
      ['https://example.org/#lab', 'has-query-or-fragment', 'Remove the ? or #'],
    ] as const) {
      await technician.enterServer(typed);
      await page.getByRole('button', { name: 'Start device-code enrollment' }).click();
      await page.getByText(words).waitFor();
      // What the page lets through main refuses as well.
      expect(await page.evaluate((url) => window.onbench.enrollment.start(url), typed)).toEqual({
        ok: false,
        failure: problem,
      });
    }
    expect(await page.evaluate(() => window.onbench.enrollment.getState())).toEqual({
      kind: 'idle',
    });
    expect(await page.evaluate(() => window.onbench.preferences.get())).toEqual(before);
    await expectUntouchedHome();
  });
});

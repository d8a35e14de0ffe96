import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openBrowser } from '../../scripts/stage/administrator.ts';
import { SMALLEST } from '../../scripts/stage/screen.ts';
import { findViolations } from '../support/find-violations.ts';
import { type ListeningServer, startListeningServer } from '../support/listening-server.ts';

/* The page that reads the server's own OpenAPI document, in a real Chromium. The build must be current. */

let browser: Browser;
let server: ListeningServer;
beforeAll(async () => {
  [server, browser] = await Promise.all([startListeningServer({}), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

async function openReference(colorScheme: 'light' | 'dark') {
  const page = await browser.newPage({ viewport: { ...SMALLEST }, colorScheme });
  onTestFinished(() => page.close());
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.url}/api/docs`);
  await page.getByRole('heading', { name: 'Workstations' }).waitFor();
  return { page, complaints };
}

async function openPoll(page: Page): Promise<void> {
  await page.getByText('/api/v1/forgejo/device-codes/poll', { exact: true }).click();
}

describe('the API reference', () => {
  it('says what a call takes and answers, without a session', async () => {
    const { page, complaints } = await openReference('light');
    await openPoll(page);
    const answer = page.getByRole('table', { name: 'Answer 200' });
    expect(await answer.getByRole('row').allInnerTexts()).toContain('ssh_key.fingerprint\tstring');
    expect(await page.getByText('Nobody has decided yet').isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('has no serious barrier in %s', async (colorScheme) => {
    const { page } = await openReference(colorScheme);
    await openPoll(page);
    expect(await findViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  });
});

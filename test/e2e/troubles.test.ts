import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { withStage } from './stage/stage.ts';

const stage = withStage();

describe('a bug', () => {
  it('of main is told without its stack, and the diagnostics can be copied', async () => {
    const { electron, page, technician, inHome } = await stage().openWorkstation();
    await electron.evaluate(() => {
      setTimeout(() => {
        throw new Error('canary: a bug of main');
      });
    });
    await technician.sees('Onbench had a problem');
    expect(await page.locator('body').innerText()).not.toMatch(/canary|\bat .*:\d+/);

    await page.getByRole('button', { name: 'Diagnostics…' }).click();
    const shown = await page.getByRole('region', { name: 'The report' }).innerText();
    await page.getByRole('button', { name: 'Copy diagnostics' }).click();
    const copied = await electron.evaluate(({ clipboard }) => clipboard.readText());
    expect(copied.trim()).toBe(shown.trim());
    expect(copied).toContain('the app met a bug');
    expect(copied).toContain('~/.config/Onbench');
    expect(copied).not.toContain(inHome(''));
    expect(await readFile(inHome('.config/Onbench/logs/onbench.log'), 'utf8')).toContain('canary');
  });

  it('of the page leaves the enrollment alone', async () => {
    const { electron, technician } = await stage().openWorkstation();
    await technician.enterServer(stage().server.url);
    const code = await technician.start();
    // Playwright lets go of a page that has crashed, and a page that is loading may never answer.
    const inPage = (script: string) =>
      electron.evaluate(async ({ BrowserWindow }, code) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const tooLate = new Promise((resolve) => setTimeout(() => resolve(''), 1_000));
        return Promise.race([contents?.executeJavaScript(code).catch(() => ''), tooLate]);
      }, script);
    const text = () => inPage('document.body?.innerText ?? ""');
    await electron.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      setTimeout(() => window?.webContents.forcefullyCrashRenderer());
    });
    await expect.poll(text, { timeout: 15_000 }).toContain('This window had a problem');
    await inPage(
      `void [...document.querySelectorAll('button')].find((button) => button.textContent === 'Back to Onbench').click()`,
    );
    await expect.poll(text).toContain(code);
  });
});

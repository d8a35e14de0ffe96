import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stopProcess } from '../../scripts/stage/child-process.ts';
import { ELECTRON_FLAGS, electronExecutable, PROJECT } from '../../scripts/stage/desktop-app.ts';
import { withStage } from './stage/stage.ts';

const stage = withStage();

describe('the window', () => {
  it('loses nothing by a reload', async () => {
    const { electron, page, technician } = await stage().openWorkstation();
    await technician.enterServer(stage().server.url);
    const userCode = await technician.start();
    await page.evaluate(() => Object.assign(window, { beforeReload: true }));
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.reload());
    await page.waitForFunction(() => !('beforeReload' in window));
    expect(await technician.readCode()).toBe(userCode);
    const administrator = await stage().lookUp(userCode);
    await administrator.approve({ lab: 'NMGRL', technicianEmail: 'technician@nmgrl.example' });
    await technician.sees('Enrolled as NMGRL');
  });

  it('comes to the front when the app is started again, and there is only one', async () => {
    const { electron, env } = await stage().openWorkstation();
    await electron.evaluate(({ app, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const focus = window?.focus.bind(window);
      const brought = new Promise<void>((resolve) => {
        Object.assign(window ?? {}, {
          focus: () => {
            focus?.();
            resolve();
          },
        });
      });
      Object.assign(app, { brought });
    });
    const second = spawn(electronExecutable(), [PROJECT, ...ELECTRON_FLAGS], {
      env,
      stdio: 'ignore',
    });
    onTestFinished(() => stopProcess(second));
    expect(await once(second, 'exit')).toEqual([0, null]);
    await electron.evaluate(({ app }) => (app as unknown as { brought: Promise<void> }).brought);
    expect(electron.windows()).toHaveLength(1);
  });

  it('remembers the API base URL for the next start', async () => {
    const first = await stage().openWorkstation();
    await first.technician.enterServer(`  ${stage().server.url}/ `);
    await first.technician.start();
    await first.page.getByRole('button', { name: 'Cancel' }).click();
    await first.technician.sees('Enrollment cancelled');
    await first.close();
    const second = await stage().openWorkstation({ home: first.home });
    await expect
      .poll(() => second.page.getByLabel('API base URL').inputValue())
      .toBe(`${stage().server.url}/`);
  });
});

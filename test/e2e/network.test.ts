import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openDesktopApp } from '../../scripts/stage/desktop-app.ts';
import { type Display, hasDisplay, startVirtualDisplay } from '../../scripts/stage/display.ts';
import { HostileServer } from '../support/hostile-server.ts';
import { scratchFolder } from '../support/scratch-folder.ts';
import { TestAuthority } from '../support/test-authority.ts';
import { TunnelProxy } from '../support/tunnel-proxy.ts';

const root = TestAuthority.root('Lab root');

let display: Display;
beforeAll(async () => {
  display = hasDisplay() ? { env: {}, stop: async () => {} } : await startVirtualDisplay();
});
afterAll(() => display.stop());

/** The built app on a trial's home, with no keyring behind it: none is needed to find the way. */
async function openApp(
  home: string,
  policy?: object,
): Promise<{ app: ElectronApplication; page: Page }> {
  const path = join(home, 'policy.json');
  if (policy) await writeFile(path, JSON.stringify(policy)).then(() => chmod(path, 0o644));
  const env = { ...process.env, ...display.env, DBUS_SESSION_BUS_ADDRESS: 'disabled:' };
  const { electron, page } = await openDesktopApp({ args: ['--trial-home', home], env });
  onTestFinished(() => electron.close());
  return { app: electron, page };
}

async function serveAs(...names: string[]): Promise<HostileServer> {
  const answer = JSON.stringify({ code: 'unauthorized', message: 'Sign in.' });
  const server = await HostileServer.start(
    (_, response) => response.writeHead(401, { 'content-type': 'application/json' }).end(answer),
    { certificate: root.issue({ names }) },
  );
  onTestFinished(() => server.stop());
  return server;
}

/** What the check of the server says before an enrollment. */
async function checkServer(page: Page): Promise<string> {
  await page.getByRole('button', { name: /Start device-code/ }).click();
  const line = page.getByRole('listitem').filter({ hasText: 'Enrollment server' });
  await line
    .getByText(/Passed|Failed/)
    .first()
    .waitFor();
  const text = await line.innerText();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Back' }).click();
  return text;
}

describe('the network section of the app', () => {
  it('trusts a lab’s certificate that a dialog of the system gave, and not after it is removed', async () => {
    const home = await scratchFolder();
    const server = await serveAs('localhost');
    const file = join(home, 'lab.pem');
    await writeFile(file, root.pem);
    const { app, page } = await openApp(home);
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    }, file);
    await page.getByLabel('API base URL').fill(`https://localhost:${server.port}`);
    expect(await checkServer(page)).toContain('does not trust');

    await page.getByRole('button', { name: 'Change the network settings' }).click();
    await page.getByRole('button', { name: 'Choose certificate…' }).click();
    await page.getByText('CN=Lab root').waitFor();
    await page.getByRole('button', { name: 'Trust for localhost only' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await checkServer(page)).toContain('Passed');

    await page.getByRole('button', { name: 'Change the network settings' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('button', { name: 'Done' }).click();
    expect(await checkServer(page)).toContain('does not trust');
  });

  it('goes the way that the lab’s policy says, with the lab’s certificate', async () => {
    const home = await scratchFolder();
    const server = await serveAs('api.onbench.test');
    const proxy = await TunnelProxy.start(server.port);
    onTestFinished(() => proxy.stop());
    const caFile = join(home, 'lab.pem');
    await writeFile(caFile, root.pem).then(() => chmod(caFile, 0o644));
    const { page } = await openApp(home, {
      apiBaseUrl: { url: 'https://api.onbench.test', required: true },
      caFile,
      proxy: proxy.url,
    });
    await expect
      .poll(() => page.getByLabel('API base URL').inputValue())
      .toBe('https://api.onbench.test');
    expect(await checkServer(page)).toContain('Passed');
    expect(new Set(proxy.asked)).toEqual(new Set(['api.onbench.test:443']));
  });

  it('enrolls nowhere under a policy that is broken, whatever the page asks', async () => {
    const server = await serveAs('localhost');
    const { page } = await openApp(await scratchFolder(), { allowedLab: ['NMGRL'] });
    await page.getByRole('heading', { name: 'Your lab’s policy file cannot be used' }).waitFor();
    await page.getByText('allowedLab', { exact: true }).waitFor();
    const started = await page.evaluate(
      (url) => window.onbench.enrollment.start(url),
      `https://localhost:${server.port}`,
    );
    expect(started).toEqual({ ok: false, failure: 'policy-broken' });
    expect(server.received).toEqual([]);
  });
});

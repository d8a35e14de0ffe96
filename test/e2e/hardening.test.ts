import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PROJECT } from '../../scripts/stage/desktop-app.ts';
import { REQUEST_CHANNELS } from '../support/request-samples.ts';
import { withStage } from './stage/stage.ts';
import type { Workstation } from './stage/workstation.ts';

const stage = withStage();
let workstation: Workstation;

beforeAll(async () => {
  workstation = await stage().openWorkstation();
});

/** Makes every request that the bridge offers, and gives each answer or why there was none. */
const ASK_EVERYTHING = `Promise.all(
  Object.values(window.onbench).flatMap((group) =>
    Object.entries(group)
      .filter(([name]) => name !== 'onStateChanged')
      .map(([, call]) => call().then(() => 'answered', (error) => error.message)),
  ),
)`;

/** Takes what the page complained about: here that is the point. */
function takeComplaints(): string {
  return stage().complaints.splice(0).join('\n');
}

function currentUrl(): Promise<string | undefined> {
  return workstation.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getURL(),
  );
}

describe('the page (security.md E01)', () => {
  it('has no Node, and of main only what the bridge names', async () => {
    const { page } = workstation;
    const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron'];
    expect(await page.evaluate((wanted) => wanted.filter((name) => name in window), names)).toEqual(
      [],
    );
    expect(await page.evaluate(() => Object.keys(window.onbench))).toEqual([
      'app',
      'diagnostics',
      'trouble',
      'preferences',
      'network',
      'enrollment',
      'recovery',
      'registrations',
    ]);
    const functions = await page.evaluate(() =>
      Object.values(window.onbench).flatMap((group) =>
        Object.values(group).map((call) => typeof call),
      ),
    );
    expect(new Set(functions)).toEqual(new Set(['function']));
  });

  it('runs in a sandbox, in a world of its own', async () => {
    const preferences = await workstation.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
    });
    expect(preferences.nodeIntegrationInSubFrames ?? false).toBe(false);
    expect(preferences.nodeIntegrationInWorker ?? false).toBe(false);
    expect(preferences.webviewTag ?? false).toBe(false);
    expect(preferences.allowRunningInsecureContent ?? false).toBe(false);
  });

  it('runs no inline script, no eval and no handler in the markup', async () => {
    const { page } = workstation;
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = "inline"';
      document.head.append(script);
      const markup = document.createElement('div');
      markup.innerHTML = '<button onclick="window.ran = \'handler\'"></button>';
      document.body.append(markup);
      markup.querySelector('button')?.click();
      markup.remove();
      script.remove();
      return (window as { ran?: string }).ran ?? null;
    });
    expect(ran).toBeNull();
    expect(takeComplaints()).toMatch(/inline script[\s\S]*inline event handler/);
  });

  it('cannot turn text into code', async () => {
    // A timer's text is compiled in the page's own name; what the debugger evaluates itself is exempt.
    const ran = await workstation.page.evaluate(
      () =>
        new Promise((resolve) => {
          setTimeout('window.ran = "eval"' as unknown as () => void, 0);
          setTimeout(() => resolve((window as { ran?: string }).ran ?? null), 0);
        }),
    );
    expect(ran).toBeNull();
    expect(takeComplaints()).toContain('unsafe-eval');
  });

  it.each(['https://example.org/', 'SERVER', 'onbench://app/index.html', 'data:text/plain,a'])(
    'fetches nothing, not even from %s',
    async (url) => {
      const { page } = workstation;
      const target = url.replace('SERVER', stage().server.url);
      const outcome = await page.evaluate(
        (address) =>
          fetch(address).then(
            () => 'fetched',
            () => 'refused',
          ),
        target,
      );
      expect(outcome).toBe('refused');
      expect(takeComplaints()).toContain('Content Security Policy');
    },
  );

  it('embeds no frame', async () => {
    const { page } = workstation;
    await page.evaluate(
      (address) =>
        new Promise((resolve) => {
          const frame = document.createElement('iframe');
          frame.src = address;
          frame.onload = resolve;
          frame.onerror = resolve;
          document.body.append(frame);
        }),
      stage().server.url,
    );
    const urls = page.frames().map((frame) => frame.url());
    expect(urls.filter((url) => url.startsWith('http'))).toEqual([]);
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    // Our own policy, and not just that of the page in the frame.
    expect(takeComplaints()).toContain(`"default-src 'none'"`);
  });

  it.each(['https://example.org/', 'SERVER', 'onbench://other/index.html'])(
    'does not go to %s',
    async (url) => {
      const { electron, page } = workstation;
      const target = url.replace('SERVER', stage().server.url);
      const before = await currentUrl();
      await electron.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        const stopped = new Promise((resolve) =>
          contents?.once('will-navigate', (event) => resolve(event.defaultPrevented)),
        );
        Object.assign(globalThis, { stopped });
      });
      await page.evaluate((address) => {
        // Not awaited here: a page that goes away cannot answer.
        setTimeout(() => window.location.assign(address), 0);
      }, target);
      const stopped = await electron.evaluate(
        () => (globalThis as unknown as { stopped: Promise<boolean> }).stopped,
      );
      expect(stopped).toBe(true);
      expect(await currentUrl()).toBe(before);
    },
  );

  it('opens no window', async () => {
    const { electron, page } = workstation;
    expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true);
    expect(electron.windows()).toHaveLength(1);
  });

  it('is granted no permission', async () => {
    const { page } = workstation;
    const states = await page.evaluate(async () => {
      const names = [
        'notifications',
        'geolocation',
        'clipboard-read',
        'microphone',
        'camera',
        'midi',
      ];
      const asked = names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(({ state }) => state),
      );
      return Promise.all(asked);
    });
    expect(new Set(states)).toEqual(new Set(['denied']));
    const reading = await page.evaluate(() =>
      navigator.clipboard.readText().then(
        () => 'read',
        (error: Error) => error.name,
      ),
    );
    expect(reading).toBe('NotAllowedError');
  });

  it('gets nothing by our scheme but its own files', async () => {
    const statuses = await workstation.electron.evaluate(async ({ net }) => {
      const urls = [
        'onbench://app/index.html',
        'onbench://other/index.html',
        'onbench://app/../main/index.js',
        'onbench://app/..%2fmain%2findex.js',
        'onbench://app/%2e%2e/main/index.js',
        'onbench://app/package.json',
      ];
      return Promise.all(urls.map(async (url) => (await net.fetch(url)).status));
    });
    expect(statuses).toEqual([200, 404, 404, 404, 404, 404]);
  });
});

describe('requests to main (security.md E02)', () => {
  it.each(['about:blank', 'data:text/html,<p>x', 'SERVER'])(
    'are refused for a page at %s, even with our preload script',
    async (url) => {
      const answers = await workstation.electron.evaluate(
        async ({ BrowserWindow }, { address, preload, askEverything }) => {
          const stranger = new BrowserWindow({
            show: false,
            webPreferences: { preload, sandbox: true, contextIsolation: true },
          });
          await stranger.loadURL(address);
          const answers = await stranger.webContents.executeJavaScript(askEverything);
          stranger.destroy();
          return answers as string[];
        },
        {
          address: url.replace('SERVER', `${stage().server.url}/device`),
          preload: join(PROJECT, 'out/preload/index.cjs'),
          askEverything: ASK_EVERYTHING,
        },
      );
      expect(answers).toHaveLength(REQUEST_CHANNELS.length);
      for (const answer of answers) expect(answer).toContain('refused for a foreign sender');
    },
  );

  it('are refused for wrong arguments', async () => {
    const { page } = workstation;
    const answers = await page.evaluate(async () => {
      const { enrollment, recovery, app } = window.onbench;
      const call = (work: (...args: never[]) => Promise<unknown>, ...args: unknown[]) =>
        work(...(args as never[])).then(
          () => 'answered',
          (error: Error) => error.message,
        );
      return Promise.all([
        call(enrollment.start),
        call(enrollment.start, 1),
        call(enrollment.start, null),
        call(enrollment.start, ['https://example.org']),
        call(enrollment.start, { toString: 'https://example.org' }),
        call(enrollment.start, 'https://example.org', 'more'),
        call(enrollment.start, 'x'.repeat(2_049)),
        call(enrollment.answerHostKey, 'true'),
        call(enrollment.answerHostKey),
        call(enrollment.openApprovalPage, 'https://example.org'),
        call(enrollment.getState, {}),
        call(recovery.revealToken, true),
        call(app.showLogFile, '/etc/passwd'),
      ]);
    });
    for (const answer of answers) expect(answer).toContain('refused for its arguments');
    expect(await page.evaluate(() => window.onbench.enrollment.getState())).toEqual({
      kind: 'idle',
    });
  });
});

describe('the browser (security.md E03)', () => {
  it('is opened by a click alone, and only with the link of the code on screen', async () => {
    const { electron, page, technician } = await stage().openWorkstation();
    await electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    const opened = () =>
      electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened);
    await page.evaluate(() => window.onbench.enrollment.openApprovalPage());
    expect(await opened()).toEqual([]);
    await technician.enterServer(stage().server.url);
    const userCode = await technician.start();
    expect(await opened()).toEqual([]);
    await page.getByRole('button', { name: 'Open page' }).click();
    await expect.poll(opened).toEqual([`${stage().server.url}/device?user_code=${userCode}`]);
  });
});

import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import type { Page } from 'playwright';
import { build } from 'vite';
import type { FakeMain } from '../fakes/fake-bridge.ts';
import type { ScriptedServer } from '../server-web/scripted-server.ts';

/*
 * Both screens as built, in a real browser, without the programs behind them: for what only a browser can judge, in
 * states that are hard to reach for real.
 */

const PROJECT = resolve(import.meta.dirname, '../..');
const PANE = { folder: `${PROJECT}/out/renderer`, origin: 'http://pane.test' };
const APPROVAL_PAGE = { folder: `${PROJECT}/server/dist/web`, origin: 'http://approval.test' };

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

let fakeBridgeScript: Promise<string> | null = null;

/** The desktop app's pane, in front of a main process that says what `main` holds. */
export async function openPane(page: Page, main: Partial<FakeMain>): Promise<void> {
  fakeBridgeScript ??= bundleFakeBridge();
  await page.addInitScript({
    content: `${await fakeBridgeScript}; window.onbench = new fake.FakeBridge(${JSON.stringify(main)});`,
  });
  await page.route(`${PANE.origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    return route.fulfill(fileOf(PANE.folder, path));
  });
  await page.goto(`${PANE.origin}/index.html`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settle(page);
}

/** The approval page, with every request to the server answered by the script. */
export async function openApprovalPage(page: Page, server: ScriptedServer): Promise<void> {
  await openConsole(page, '/device', server);
}

/** Any page of the server, by its path, with the ways to sign in that the server writes into it. */
export async function openConsole(
  page: Page,
  at: string,
  server: ScriptedServer,
  methods = 'password',
): Promise<void> {
  const built = await readFile(`${APPROVAL_PAGE.folder}/index.html`, 'utf8');
  const body = built.replace('__sign_in__', methods);
  await page.route(`${APPROVAL_PAGE.origin}/**`, async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (path === at) return route.fulfill({ body, contentType: 'text/html; charset=utf-8' });
    if (!path.startsWith('/api/')) {
      return route.fulfill(fileOf(APPROVAL_PAGE.folder, path.replace(/^\/device\/?/, '/')));
    }
    const sent = {
      method: request.method(),
      headers: request.headers(),
      body: request.postData(),
    };
    // Fetch tells every trouble on the way by rejecting.
    const answer = await server.fetch(path, sent).catch(() => null);
    if (!answer) return route.abort();
    return route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: await answer.text(),
    });
  });
  await page.goto(`${APPROVAL_PAGE.origin}${at}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await settle(page);
}

/** Colours are those at rest, not those on the way. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (const animation of document.getAnimations()) {
      if (animation.effect?.getComputedTiming().iterations === Infinity) animation.cancel();
      else animation.finish();
    }
  });
}

function fileOf(folder: string, path: string): { path: string; contentType: string } {
  const file = path === '/' ? '/index.html' : path;
  return {
    path: `${folder}${file}`,
    contentType: CONTENT_TYPES[extname(file)] ?? 'application/octet-stream',
  };
}

async function bundleFakeBridge(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      lib: {
        entry: resolve(import.meta.dirname, '../fakes/fake-bridge.ts'),
        formats: ['iife'],
        name: 'fake',
      },
    },
  });
  const [bundle] = [built].flat();
  if (!bundle || !('output' in bundle)) throw new Error('vite gave no bundle');
  return bundle.output[0].code;
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Administrator, openBrowser } from '../../scripts/stage/administrator.ts';
import { run } from '../../scripts/stage/child-process.ts';
import { HOSTILE_NAMES } from '../support/hostile-names.ts';
import {
  ADMINISTRATOR,
  type ListeningServer,
  startListeningServer,
} from '../support/listening-server.ts';
import { newPublicKey } from '../support/new-public-key.ts';
import { initRequest } from '../support/romm-device.ts';

/*
 * The real server and the built page in a real Chromium, with an attacker: behind the code, on another page, in another
 * frame (security.md T01, T19, T20, G11). The build must be current (`npm test` sees to that).
 */

const START = '/api/v1/forgejo/device-codes';

let browser: Browser;
let server: ListeningServer;
let context: BrowserContext;
let page: Page;
let administrator: Administrator;
/** What the content policy refused, and what ran that should not have. */
let complaints: string[];

beforeAll(async () => {
  server = await startListeningServer({
    settings: {
      ONBENCH_MAX_PENDING: '1000',
      ONBENCH_MAX_PENDING_PER_ADDRESS: '1000',
      ONBENCH_STARTS_PER_MINUTE: '1000',
    },
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});
beforeEach(async () => {
  complaints = [];
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.exposeFunction('pwned', () => complaints.push('pwned'));
  await context.exposeFunction('reportViolation', (text: string) => complaints.push(text));
  await context.addInitScript(() => {
    const report = (window as unknown as { reportViolation(text: string): void }).reportViolation;
    addEventListener('securitypolicyviolation', (event) =>
      report(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  page = await context.newPage();
  page.on('dialog', (dialog) => complaints.push(`dialog ${dialog.message()}`));
  administrator = new Administrator(page, ADMINISTRATOR);
  await administrator.open(`${server.url}/device`);
  await administrator.signIn();
  await page.getByLabel('Code').waitFor();
});
afterEach(() => context.close());

interface Started {
  readonly device_code: string;
  readonly user_code: string;
}

/** Asks for a workstation of a lab, or for somebody's own device, under this name. */
async function ask(whose: 'lab' | 'person', name: string, publicKey = newPublicKey()) {
  const [path, body] =
    whose === 'lab'
      ? [START, { public_key: publicKey, hostname: name }]
      : ['/api/auth/device/init', initRequest({ name, client: name.slice(0, 50) })];
  return await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function start(hostname: string, publicKey?: string): Promise<Started> {
  return (await (await ask('lab', hostname, publicKey)).json()) as Started;
}

/** As the page writes what cannot be seen. */
function spelledOut(text: string): string {
  const invisible = /[\u00ad\u200b\u2028\u202e\ufeff]/g;
  return text.replace(invisible, (character) => {
    const hex = character.charCodeAt(0).toString(16).toUpperCase();
    return `[U+${hex.padStart(4, '0')}]`;
  });
}

async function isPending({ device_code }: Started): Promise<boolean> {
  const response = await fetch(`${server.url}${START}/poll`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ device_code }),
  });
  return response.status === 425;
}

async function fingerprintOf(publicKey: string): Promise<string> {
  const { stdout } = await run('ssh-keygen', ['-lf', '-'], { stdin: publicKey });
  return stdout.split(' ')[1] ?? '';
}

describe('an attacker behind the code', () => {
  // A hundred times without a browser: test/server/routes/phishing-drill.test.ts.
  it('shows its own key, as ssh-keygen names it, and never the one on the screen', async () => {
    const onTheScreen = await fingerprintOf(newPublicKey());
    for (let drill = 0; drill < 5; drill += 1) {
      const publicKey = newPublicKey();
      const { user_code } = await start('lab-mac-01', publicKey);
      await administrator.enterCode(user_code);
      await page.getByRole('heading', { name: 'Review this request' }).waitFor();
      const shown = await page.locator('.fingerprint').textContent();
      expect(shown).toBe(await fingerprintOf(publicKey));
      expect(shown).not.toBe(onTheScreen);
      await page.getByRole('button', { name: 'Enter another code' }).click();
    }
  });

  it('cannot call a workstation what is no host name', async () => {
    const statuses = new Set<number>();
    for (const hostname of HOSTILE_NAMES) statuses.add((await ask('lab', hostname)).status);
    expect([...statuses]).toEqual([400]);
  });

  it('finds the name of a device shown as text, whatever it is', async () => {
    await administrator.open(`${server.url}/pair/device`);
    for (const name of HOSTILE_NAMES) {
      const { user_code } = (await (await ask('person', name)).json()) as Started;
      await administrator.enterCode(user_code);
      await page.getByRole('heading', { name: 'Pair this device?' }).waitFor();
      expect(await page.locator('.host-name').textContent()).toBe(spelledOut(name));
      await page.getByRole('button', { name: 'Enter another code' }).click();
    }
    expect(HOSTILE_NAMES.length).toBeGreaterThanOrEqual(100);
    expect(complaints).toEqual([]);
  }, 240_000);
});

describe('an attacker on another page of the same site', () => {
  let attacker: Server;
  let attackerUrl: string;
  beforeAll(async () => {
    attacker = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<title>Free cake</title><body>'),
    );
    await new Promise<void>((resolve) => attacker.listen(0, '127.0.0.1', resolve));
    attackerUrl = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => attacker.close(resolve)));

  it('decides nothing by form or fetch, though the browser sends the cookie', async () => {
    const waiting = await start('lab-mac-01');
    const paths: string[] = [];
    page.on('request', (request) => paths.push(new URL(request.url()).pathname));
    await page.goto(attackerUrl);
    const body = JSON.stringify({
      user_code: waiting.user_code,
      lab: 'NMGRL',
      technician_email: 'mallory@example.org',
      scopes: ['workstations:register_ssh_key'],
      compared: true,
    });
    for (const verb of ['approve', 'deny']) {
      await page.evaluate(
        async ({ url, text }) => {
          const request = { method: 'POST', credentials: 'include', body: text } as const;
          for (const type of ['text/plain', 'application/json']) {
            const headers = { 'content-type': type };
            await fetch(url, { ...request, headers }).catch(() => {});
            await fetch(url, { ...request, headers, mode: 'no-cors' }).catch(() => {});
          }
        },
        { url: `${server.url}${START}/${verb}`, text: body },
      );
      await page.setContent(
        `<form method="post" enctype="text/plain" action="${server.url}${START}/${verb}">
          <input name='${body.slice(0, -1)},"x":"' value='"}'></form>`,
      );
      const [answer] = await Promise.all([
        page.waitForNavigation(),
        page.evaluate(() => document.forms[0]?.submit()),
      ]);
      expect(answer?.status()).toBe(403);
      await page.goto(attackerUrl);
    }
    expect(paths.filter((path) => path.endsWith('/approve')).length).toBeGreaterThan(0);
    expect(await isPending(waiting)).toBe(true);
  });

  it('cannot put the page into a frame', async () => {
    await page.goto(attackerUrl);
    await page.setContent(`<iframe src="${server.url}/device"></iframe>`);
    await page.waitForTimeout(500);
    const frame = page.frames().find((each) => each !== page.mainFrame());
    expect(await frame?.evaluate(() => document.body.innerText.includes('code'))).toBe(false);
    expect(frame?.url()).toMatch(/^chrome-error:/);
  });
});

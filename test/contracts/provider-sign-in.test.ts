import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { APIResponse, Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PROVIDER_CALLBACK_PATH, PROVIDER_SIGN_IN_PATH } from '../../protocol/src/approval-api.ts';
import { openBrowser } from '../../scripts/stage/administrator.ts';
import { CLIENT, RealIdentityProvider } from '../support/identity-provider.ts';
import {
  ADMINISTRATOR,
  type ListeningServer,
  startListeningServer,
} from '../support/listening-server.ts';
import { newPublicKey } from '../support/new-public-key.ts';

/*
 * The real server with a real provider of OpenID Connect, on another site, in a real Chromium. The build must be current
 * (`npm test` sees to that).
 */

const BUTTON = 'Sign in with your organisation';
const ADA = ADMINISTRATOR.email;

let folder: string;
let browser: Browser;
let provider: RealIdentityProvider;
let server: ListeningServer;
let context: BrowserContext;
let page: Page;

async function startServer(issuer: string, more: Record<string, string> = {}) {
  const secretFile = join(folder, 'client-secret');
  await writeFile(secretFile, `${CLIENT.secret}\n`, { mode: 0o600 });
  return await startListeningServer({
    settings: {
      ONBENCH_OIDC_ISSUER: issuer,
      ONBENCH_OIDC_CLIENT_ID: CLIENT.id,
      ONBENCH_OIDC_CLIENT_SECRET_FILE: secretFile,
      ...more,
    },
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onbench-oidc-'));
  provider = await RealIdentityProvider.listen();
  server = await startServer(provider.issuer);
  provider.serve(server.url + PROVIDER_CALLBACK_PATH);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await provider.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  provider.ignoresNewSignIn = false;
  context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(15_000);
  page = await context.newPage();
});
afterEach(() => context.close());

/** At the provider's own pages. */
async function logIn(window: Page, email: string): Promise<void> {
  await window.getByPlaceholder('Enter any login').fill(email);
  await window.getByPlaceholder('and password').fill('any');
  await window.getByRole('button', { name: 'Sign-in' }).click();
}

async function openWindow(): Promise<Page> {
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: BUTTON }).click();
  return await opened;
}

async function closed(window: Page): Promise<void> {
  if (!window.isClosed()) await window.waitForEvent('close');
}

async function signInAs(email: string): Promise<void> {
  const window = await openWindow();
  await logIn(window, email);
  await window.getByRole('button', { name: 'Continue' }).click();
  await closed(window);
}

/** In one window, without the page that waits: it cannot close, and says what came of it. */
async function visit(query = ''): Promise<void> {
  await page.goto(server.url + PROVIDER_SIGN_IN_PATH + query);
}

async function start(): Promise<string> {
  const response = await fetch(`${server.url}/api/v1/forgejo/device-codes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ public_key: newPublicKey(), hostname: 'lab-mac-01' }),
  });
  return (await response.json()).user_code;
}

async function nextPlace(response: Promise<APIResponse>): Promise<string> {
  return (await response).headers().location ?? '';
}

async function fillIn(): Promise<void> {
  await page.getByLabel('Technician’s e-mail').fill('tom@nmgrl.example');
  await page.getByLabel('The code and the fingerprint match').check();
}

async function newestEvents(): Promise<
  readonly { readonly kind: string; readonly method?: string }[]
> {
  const response = await page.request.get(`${server.url}/api/v1/audit-events?actor=ada`);
  const { events } = await response.json();
  return events.map(({ kind, facts }: { kind: string; facts: object }) => ({ kind, ...facts }));
}

describe('an administrator', () => {
  it('signs in with the organisation, and once more before an approval when that was long ago', async () => {
    await page.goto(`${server.url}/device?user_code=${await start()}`);
    await signInAs(ADA);
    await page.getByRole('heading', { name: 'Review this request' }).waitFor();
    expect((await newestEvents())[0]).toMatchObject({ kind: 'code-looked-up' });
    expect(await newestEvents()).toContainEqual({ kind: 'signed-in', method: 'openid-connect' });

    // The organisation still knows who it is, and does not ask: the sign-in is as old as it is there.
    await page.getByRole('button', { name: 'Sign out' }).click();
    provider.ageSignIns(600);
    await closed(await openWindow());
    await page.getByLabel('Code').fill(await start());
    await page.getByRole('button', { name: 'Continue' }).click();
    await fillIn();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('dialog', { name: 'Confirm that it is you' }).waitFor();

    const window = await openWindow();
    await logIn(window, ADA);
    await closed(window);
    await page.getByRole('heading', { name: 'Approved' }).waitFor();
    // Each new session took the place of the one before it.
    const events = await newestEvents();
    expect(events.filter(({ method }) => method === 'openid-connect')).toHaveLength(3);
    expect(events.filter(({ kind }) => kind === 'signed-out')).toHaveLength(2);
    const cookies = await context.cookies(server.url);
    expect(cookies.map(({ name, sameSite }) => [name, sameSite])).toEqual([
      ['onbench-session', 'Strict'],
    ]);
  });

  it('is not believed to have shown who they are where the organisation did not ask', async () => {
    await page.goto(`${server.url}/device`);
    await signInAs(ADA);
    await page.getByLabel('Code').waitFor();
    const before = await context.cookies(server.url);
    provider.ageSignIns(600);
    provider.ignoresNewSignIn = true;
    await visit('?confirm=true');
    await page.getByText('did not ask who you are again').waitFor();
    expect(await context.cookies(server.url)).toEqual(before);
  });

  it('is told that the sign-in was cancelled, on the page that waits', async () => {
    await page.goto(`${server.url}/device`);
    const window = await openWindow();
    await window.getByText('Cancel').click();
    await closed(window);
    await page.getByText('The sign-in was cancelled').waitFor();
  });
});

describe('nobody is let in', () => {
  it.each([
    ['mallory@example.org', 'no administrator with that e-mail address'],
    ['unverified@example.org', 'has not verified your e-mail address'],
  ])('as %s', async (email, words) => {
    await visit();
    await logIn(page, email);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
    await page.getByText(words).waitFor();
    expect(await context.cookies(server.url)).toEqual([]);
  });

  it('by an answer that this browser did not ask for', async () => {
    const other = await browser.newContext();
    const theirs = await other.newPage();
    await theirs.goto(server.url + PROVIDER_SIGN_IN_PATH);
    await logIn(theirs, ADA);
    await theirs.getByRole('button', { name: 'Continue' }).waitFor();
    // The last steps by hand, so that the code is not used.
    const resume = await nextPlace(
      theirs.request.post(theirs.url(), { form: { prompt: 'consent' }, maxRedirects: 0 }),
    );
    const answer = await nextPlace(theirs.request.get(resume, { maxRedirects: 0 }));
    expect(answer).toMatch(/\/callback\?code=/);

    await page.goto(answer);
    await page.getByText('failed or took too long').waitFor();
    // And with an attempt of its own under way, the state is another.
    await visit();
    await page.goto(answer);
    await page.getByText('failed or took too long').waitFor();
    expect(await context.cookies(server.url)).toEqual([]);
    await other.close();
  });

  it('where the provider does not answer, which keeps the server from nothing else', async () => {
    const gone = await RealIdentityProvider.listen();
    await gone.close();
    const alone = await startServer(gone.issuer, { ONBENCH_PASSWORDS: 'off' });
    try {
      await page.goto(alone.url + PROVIDER_SIGN_IN_PATH);
      await page.getByText('does not answer').waitFor();
      await page.goto(`${alone.url}/device`);
      await page.getByRole('button', { name: BUTTON }).waitFor();
      expect(await page.getByLabel('Password').count()).toBe(0);
      const response = await fetch(`${alone.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: alone.url },
        body: JSON.stringify(ADMINISTRATOR),
      });
      expect([response.status, (await response.json()).code]).toEqual([403, 'passwords_off']);
    } finally {
      await alone.stop();
    }
  });
});

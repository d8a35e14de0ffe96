import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Administrator, openBrowser } from '../../scripts/stage/administrator.ts';
import {
  type EnrollmentServer,
  FIRST_ADMINISTRATOR,
  startEnrollmentServer,
} from '../../scripts/stage/enrollment-server.ts';

let dataDir: string;
let server: EnrollmentServer;
let browser: Browser;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'onbench-pairing-'));
  server = await startEnrollmentServer({ dataDir });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

interface Started {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_path_complete: string;
}

async function call(path: string, init: RequestInit = {}) {
  const response = await fetch(new URL(path, server.url), init);
  return { status: response.status, body: await response.json() };
}

async function post(path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  return await call(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function ask(identifier: string): Promise<Started> {
  const { body } = await post('/api/auth/device/init', {
    client_device_identifier: identifier,
    name: 'Handheld',
    client: 'handheld-sync',
    platform: 'linux',
    client_version: '1.4.0',
    requested_scopes: ['me.read', 'devices.read', 'users.write'],
  });
  return body;
}

/** A person in a tab that a script has opened, as when an app opens the link: such a tab may close itself. */
async function follow(started: Started): Promise<Page> {
  const opener = await browser.newPage();
  await opener.goto(`${server.url}/device`);
  const popup = opener.waitForEvent('popup');
  await opener.evaluate((path) => void window.open(path), started.verification_path_complete);
  const page = await popup;
  const credentials = { email: FIRST_ADMINISTRATOR, password: server.password ?? '' };
  await new Administrator(page, credentials).signIn();
  await page.getByRole('heading', { name: 'Pair this device?' }).waitFor();
  return page;
}

describe('pairing a device of a person', () => {
  it('goes from a scanned link to a token that knows its device, and the tab closes', async () => {
    const started = await ask('installation-1');
    const page = await follow(started);
    expect(page.url()).toBe(`${server.url}/pair/device`);
    await page.getByLabel('The device in front of me shows this code').check();
    await page.getByLabel('Device name').fill('Blue one');
    const closed = page.waitForEvent('close');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByRole('heading', { name: 'Approved' }).waitFor();
    await closed;

    const { status, body } = await post('/api/auth/device/token', {
      device_code: started.device_code,
    });
    expect([status, body.scopes]).toEqual([200, ['devices.read', 'me.read']]);
    const headers = { authorization: `Bearer ${body.access_token}` };
    const me = await call('/api/users/me', { headers });
    expect(me.body.current_device_id).toBe(body.device_id);
    const devices = await call('/api/devices', { headers });
    expect(devices.body).toMatchObject([{ id: body.device_id, name: 'Blue one' }]);
    const log = server.log.join('\n');
    for (const secret of [started.device_code, started.user_code, body.access_token]) {
      expect(log).not.toContain(secret);
    }
  });

  it('ends at a denial, of which the device learns', async () => {
    const started = await ask('installation-2');
    const page = await follow(started);
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('heading', { name: 'Denied' }).waitFor();
    const { status, body } = await post('/api/auth/device/token', {
      device_code: started.device_code,
    });
    expect([status, body]).toEqual([400, { detail: 'access_denied' }]);
  });
});

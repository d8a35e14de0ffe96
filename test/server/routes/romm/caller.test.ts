import { describe, expect, it } from 'vitest';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { CLIENT_ID, OAuthFlow } from '../../../support/oauth-flow.ts';
import { RommDevice } from '../../../support/romm-device.ts';
import type { TestApp } from '../../../support/test-app.ts';

let test: TestApp;
let device: RommDevice;
let ada: Record<string, string>;
eachTestApp(async (app) => {
  test = app;
  device = new RommDevice(test);
  ada = await test.signIn();
});

const ABSENT = '00000000-0000-4000-8000-000000000000';

/** Every call that needs a caller, the scope that it needs, and its answer to one who has it. */
const CALLS = [
  ['GET', '/api/users/me', 'me.read', 200],
  ['GET', '/api/auth/device/pending/BBBBBBBB', 'me.read', 404],
  ['POST', '/api/auth/device/approve', 'me.write', 422],
  ['POST', '/api/auth/device/deny', 'me.write', 422],
  ['GET', '/api/devices', 'devices.read', 200],
  ['GET', `/api/devices/${ABSENT}`, 'devices.read', 404],
  ['PUT', `/api/devices/${ABSENT}`, 'devices.write', 404],
  ['DELETE', `/api/devices/${ABSENT}`, 'devices.write', 404],
  ['GET', '/api/client-tokens', 'me.read', 200],
  ['DELETE', '/api/client-tokens/1', 'me.write', 404],
] as const;

const CHANGES = CALLS.filter(([method]) => method !== 'GET');

async function call(method: string, url: string, headers: Record<string, string>) {
  return await test.app.inject({
    method: method as 'GET',
    url,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: '{}' }),
  });
}

async function bearerWith(...requested_scopes: string[]) {
  return (await device.pair(ada, { requested_scopes })).bearer;
}

describe.each(CALLS)('%s %s', (method, url, scope, status) => {
  it('lets a browser with a session in', async () => {
    expect((await call(method, url, ada)).statusCode).toBe(status);
  });

  it('lets a token with the scope in', async () => {
    expect((await call(method, url, await bearerWith(scope))).statusCode).toBe(status);
  });

  it('refuses a token without the scope with 403', async () => {
    const response = await call(method, url, await bearerWith('roms.read', 'users.write'));
    expect(response.statusCode).toBe(403);
    expect(response.json()).toEqual({ detail: expect.stringContaining(scope) });
  });

  it('refuses nobody in particular with 401', async () => {
    const response = await call(method, url, {});
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer');
    expect(response.json()).toEqual({ detail: expect.any(String) });
  });
});

describe.each(CHANGES)('%s %s from a browser', (method, url) => {
  it.each<[string, Record<string, string>]>([
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['no CSRF token', { 'x-csrf-token': '' }],
  ])('refuses %s with 403', async (_name, headers) => {
    const response = await call(method, url, { ...ada, ...headers });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toEqual({ detail: expect.any(String) });
  });
});

describe('tokens', () => {
  it.each([
    ['an unknown token', `Bearer rmm_${'0'.repeat(64)}`],
    ['a word', 'Bearer x'],
    ['nothing', 'Bearer '],
    ['another scheme', 'Basic YTpi'],
  ])('refuses %s with 401, whoever is signed in', async (_name, authorization) => {
    expect((await call('GET', '/api/users/me', { ...ada, authorization })).statusCode).toBe(401);
  });

  it('takes the scheme in any case', async () => {
    const { token } = await device.pair(ada);
    const authorization = `bearer ${token.access_token}`;
    expect((await call('GET', '/api/users/me', { authorization })).statusCode).toBe(200);
  });

  it('ends with its time', async () => {
    const { bearer } = await device.pair(ada, {}, { expires_in: '30d' });
    test.clock.advance(30 * 86_400 - 1);
    expect((await call('GET', '/api/users/me', bearer)).statusCode).toBe(200);
    test.clock.advance(1);
    expect((await call('GET', '/api/users/me', bearer)).statusCode).toBe(401);
  });

  it('keeps the tokens of each dialect to it', async () => {
    const workstation = (await test.enroll()).bearer;
    expect((await call('GET', '/api/users/me', workstation)).statusCode).toBe(401);
    const { bearer } = await device.pair(ada);
    expect((await call('GET', '/api/v1/forgejo/whoami', bearer)).statusCode).toBe(401);
    expect((await call('GET', '/api/v1/forgejo/device-codes', bearer)).statusCode).toBe(401);
  });

  it('is nothing to the endpoints for the tokens of labs (RFC 7662, RFC 7009)', async () => {
    const flow = await OAuthFlow.create(test);
    const approver = await flow.obtain('device-codes:approve');
    expect((await call('GET', '/api/users/me', approver.bearer)).statusCode).toBe(401);
    const { bearer, token } = await device.pair(ada);
    const asked = { token: token.access_token };
    const introspected = await test.postForm('/oauth/introspect', asked, approver.bearer);
    expect(introspected.json()).toEqual({ active: false });
    expect((await test.postForm('/oauth/introspect', asked, bearer)).statusCode).toBe(401);
    const revocation = { ...asked, client_id: CLIENT_ID };
    expect((await test.postForm('/oauth/revoke', revocation)).statusCode).toBe(200);
    expect((await call('GET', '/api/users/me', bearer)).statusCode).toBe(200);
  });
});

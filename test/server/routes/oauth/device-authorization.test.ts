import { describe, expect, it } from 'vitest';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { CLIENT_ID, OAuthFlow, OTHER_CLIENT_ID } from '../../../support/oauth-flow.ts';
import type { TestApp } from '../../../support/test-app.ts';

let test: TestApp;
let flow: OAuthFlow;
eachTestApp(async (app) => {
  test = app;
  flow = await OAuthFlow.create(test);
});

const PATH = '/oauth/device_authorization';

describe('the device authorization endpoint', () => {
  it('answers 200 with what RFC 8628 section 3.2 names', async () => {
    const response = await test.postForm(PATH, { client_id: CLIENT_ID });
    expect(response.statusCode).toBe(200);
    const body = response.json();
    expect(body).toEqual({
      device_code: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: 'https://enroll.example/device',
      verification_uri_complete: `https://enroll.example/device?user_code=${body.user_code}`,
      expires_in: 900,
      interval: 5,
    });
    expect(response.headers['content-type']).toMatch(/^application\/json/);
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers.pragma).toBe('no-cache');
  });

  it.each<[string, Record<string, string> | string[][], Record<string, string>, number, string]>([
    ['no client', {}, {}, 400, 'invalid_request'],
    ['an empty client', { client_id: '' }, {}, 400, 'invalid_request'],
    [
      'a client twice',
      [
        ['client_id', CLIENT_ID],
        ['client_id', CLIENT_ID],
      ],
      {},
      400,
      'invalid_request',
    ],
    ['an unknown client', { client_id: 'canary' }, {}, 400, 'invalid_client'],
    ['a zero byte', { client_id: 'a\u0000' }, {}, 400, 'invalid_client'],
    [
      'a client with a secret',
      { client_id: CLIENT_ID, client_secret: 'canary' },
      {},
      400,
      'invalid_client',
    ],
    [
      'a client with an assertion',
      { client_id: CLIENT_ID, client_assertion: 'canary' },
      {},
      400,
      'invalid_client',
    ],
    [
      'basic authentication',
      { client_id: CLIENT_ID },
      { authorization: 'Basic Y2FuYXJ5OmNhbmFyeQ==' },
      401,
      'invalid_client',
    ],
    ['an unknown scope', { client_id: CLIENT_ID, scope: 'canary' }, {}, 400, 'invalid_scope'],
    [
      'one unknown scope of two',
      { client_id: CLIENT_ID, scope: 'device-codes:approve canary' },
      {},
      400,
      'invalid_scope',
    ],
    ['a scope of spaces', { client_id: CLIENT_ID, scope: ' ' }, {}, 400, 'invalid_scope'],
  ])('refuses %s', async (_name, form, headers, status, error) => {
    const response = await test.postForm(PATH, form, headers);
    expect([response.statusCode, response.json().error]).toEqual([status, error]);
    expect(response.json()).toEqual({ error, error_description: expect.any(String) });
    // RFC 6749 section 5.2: the characters that a description may have.
    expect(response.json().error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
    expect(response.body).not.toContain('canary');
    expect(response.headers['cache-control']).toBe('no-store');
    const challenge = status === 401 ? 'Basic realm="onbench"' : undefined;
    expect(response.headers['www-authenticate']).toBe(challenge);
    expect(test.log.join('')).not.toContain('canary');
  });

  it.each([
    ['JSON', 'application/json', '{"client_id":"lab-notebook"}'],
    ['a form of another type', 'multipart/form-data; boundary=x', '--x--'],
    ['nothing', undefined, undefined],
  ])('refuses %s with invalid_request', async (_name, type, payload) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    const body = payload === undefined ? {} : { payload };
    const response = await test.app.inject({ method: 'POST', url: PATH, headers, ...body });
    expect([response.statusCode, response.json().error]).toEqual([400, 'invalid_request']);
  });

  it('takes a body of another sender with a poisoned name as any unknown parameter', async () => {
    const response = await test.postForm(PATH, {
      client_id: CLIENT_ID,
      __proto__x: '1',
      constructor: '2',
    });
    expect(response.statusCode).toBe(200);
  });

  it('limits an address to 60 a minute, with Retry-After', async () => {
    for (let count = 0; count < 60; count += 1) await test.postForm(PATH, {});
    const response = await test.postForm(PATH, { client_id: CLIENT_ID });
    expect([response.statusCode, response.json().error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('the approval of such a request', () => {
  it('shows the registered name, what is asked for, and no key', async () => {
    const { user_code } = await flow.start({
      scope: 'device-codes:approve workstations:register_ssh_key',
    });
    const response = await test.decide('lookup', user_code, await test.signIn());
    expect(response.json()).toMatchObject({
      dialect: 'oauth',
      hostname: 'Lab notebook',
      client: { name: 'Lab notebook', version: null, platform: null },
      key_fingerprint: null,
      requested_scopes: ['workstations:register_ssh_key', 'device-codes:approve'],
      known_workstation: false,
    });
  });

  it('asks for the scope of a workstation when none is named', async () => {
    const { user_code } = await flow.start();
    const response = await test.decide('lookup', user_code, await test.signIn());
    expect(response.json().requested_scopes).toEqual(['workstations:register_ssh_key']);
  });

  it('cannot grant more than was asked for', async () => {
    const { user_code } = await flow.start();
    const headers = await test.signIn();
    const scopes = ['workstations:register_ssh_key', 'device-codes:approve'];
    const refused = await test.decide('approve', user_code, headers, { scopes });
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'forbidden']);
    expect(refused.json().message).toContain('device-codes:approve');
    expect((await test.decide('approve', user_code, headers)).statusCode).toBe(200);
  });

  it('does not take a registered name for the host name of a workstation', async () => {
    await test.enroll(undefined, { hostname: 'Plotter' });
    const { user_code } = await flow.start({ client_id: OTHER_CLIENT_ID });
    const response = await test.decide('lookup', user_code, await test.signIn());
    expect(response.json()).toMatchObject({ hostname: 'Plotter', known_workstation: false });
  });
});

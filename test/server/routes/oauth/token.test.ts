import { describe, expect, it } from 'vitest';
import { devices } from '../../../../server/src/db/schema.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { DEVICE_GRANT, OAuthFlow, OTHER_CLIENT_ID } from '../../../support/oauth-flow.ts';
import type { TestApp } from '../../../support/test-app.ts';

let test: TestApp;
let flow: OAuthFlow;
eachTestApp(async (app) => {
  test = app;
  flow = await OAuthFlow.create(test);
});

const TOKEN = '/oauth/token';

async function errorOf(response: Awaited<ReturnType<OAuthFlow['poll']>>) {
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.headers.pragma).toBe('no-cache');
  return [response.statusCode, response.json().error];
}

async function startApproved(body: Record<string, unknown> = {}): Promise<string> {
  const started = await flow.start();
  await test.decide('approve', started.user_code, await test.signIn(), body);
  return started.device_code;
}

describe('the token endpoint', () => {
  it('is pending until somebody decides', async () => {
    const { device_code } = await flow.start();
    const response = await flow.poll(device_code);
    expect(await errorOf(response)).toEqual([400, 'authorization_pending']);
    expect(response.json()).toEqual({
      error: 'authorization_pending',
      error_description: expect.any(String),
    });
  });

  it('gives a token once after the approval, as RFC 6749 section 5.1 has it', async () => {
    const code = await startApproved({ expires_in: '30d' });
    const response = await flow.poll(code);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      access_token: expect.stringMatching(/^pcy_NMGRL_[A-Za-z0-9_-]{43}$/),
      token_type: 'Bearer',
      expires_in: 30 * 86_400,
      scope: 'workstations:register_ssh_key',
    });
    expect(response.headers['cache-control']).toBe('no-store');
    expect(response.headers.pragma).toBe('no-cache');
    expect(await errorOf(await flow.poll(code))).toEqual([400, 'invalid_grant']);
    const bearer = { authorization: `Bearer ${response.json().access_token}` };
    const whoami = await test.get('/api/v1/forgejo/whoami', bearer);
    expect(whoami.json()).toMatchObject({
      scopes: ['workstations:register_ssh_key'],
      lab: 'NMGRL',
    });
    // There was no key to let in.
    expect(test.gitHost.keys.size).toBe(0);
  });

  it('leaves expires_in out where the token does not run out', async () => {
    const response = await flow.poll(await startApproved({ expires_in: 'never' }));
    expect(Object.keys(response.json())).not.toContain('expires_in');
  });

  it('says which scopes were granted when they are fewer than asked for', async () => {
    const scope = 'workstations:register_ssh_key device-codes:approve';
    const started = await flow.start({ scope });
    const administrator = await test.signIn();
    await test.decide('approve', started.user_code, administrator, {
      scopes: ['device-codes:approve'],
    });
    const response = await flow.poll(started.device_code);
    expect(response.json().scope).toBe('device-codes:approve');
  });

  it('lets exactly one of many concurrent requests have the token', async () => {
    const code = await startApproved();
    const responses = await Promise.all(Array.from({ length: 30 }, () => flow.poll(code)));
    const answers = responses.map((response) => response.json().error ?? 'token').sort();
    expect(answers).toEqual([...Array(29).fill('invalid_grant'), 'token']);
  });

  it('makes a device of its own for each approval, named after the client', async () => {
    await flow.poll(await startApproved());
    await flow.poll(await startApproved({ device_name: 'Notebook in room 4' }));
    const rows = await test.db.select().from(devices);
    expect(rows.map(({ name, hostname }) => [name, hostname]).sort()).toEqual([
      ['Lab notebook', null],
      ['Notebook in room 4', null],
    ]);
  });

  it('is access_denied after a denial, as often as it is asked', async () => {
    const started = await flow.start();
    await test.decide('deny', started.user_code, await test.signIn());
    expect(await errorOf(await flow.poll(started.device_code))).toEqual([400, 'access_denied']);
    expect(await errorOf(await flow.poll(started.device_code))).toEqual([400, 'access_denied']);
  });

  it('is expired_token once the time is up, whatever was decided', async () => {
    const pending = await flow.start();
    const denied = await flow.start();
    await test.decide('deny', denied.user_code, await test.signIn());
    const approved = await startApproved();
    test.clock.advance(15 * 60);
    for (const code of [pending.device_code, denied.device_code, approved]) {
      expect(await errorOf(await flow.poll(code))).toEqual([400, 'expired_token']);
    }
  });

  it('slows down a code that is asked for faster than half the interval, for good', async () => {
    const { device_code } = await flow.start();
    const errors: unknown[] = [];
    for (const wait of [5, 2.6, 2.4, 4.9, 7.6]) {
      test.clock.advance(wait);
      errors.push((await flow.poll(device_code)).json().error);
    }
    // After the first one half of 10 s is the measure, after the second one half of 15 s.
    expect(errors).toEqual([
      'authorization_pending',
      'authorization_pending',
      'slow_down',
      'slow_down',
      'authorization_pending',
    ]);
  });

  it('gives a code to the client that asked for it only', async () => {
    const code = await startApproved();
    const other = await flow.poll(code, { client_id: OTHER_CLIENT_ID });
    expect(await errorOf(other)).toEqual([400, 'invalid_grant']);
    expect((await flow.poll(code)).statusCode).toBe(200);
  });

  it('knows the codes of its own dialect only', async () => {
    const workstation = await test.start();
    expect(await errorOf(await flow.poll(workstation.device_code))).toEqual([400, 'invalid_grant']);
    const code = await startApproved();
    expect((await test.poll(code)).statusCode).toBe(410);
    expect((await flow.poll(code)).statusCode).toBe(200);
  });

  it.each<[string, Record<string, string>, number, string]>([
    ['nothing', {}, 400, 'invalid_request'],
    ['no grant type', { client_id: 'lab-notebook', device_code: 'x' }, 400, 'invalid_request'],
    [
      'another grant type',
      { grant_type: 'authorization_code', code: 'x' },
      400,
      'unsupported_grant_type',
    ],
    ['no client', { grant_type: DEVICE_GRANT, device_code: 'x' }, 400, 'invalid_request'],
    [
      'an unknown client',
      { grant_type: DEVICE_GRANT, device_code: 'x', client_id: 'y' },
      400,
      'invalid_client',
    ],
    [
      'no device code',
      { grant_type: DEVICE_GRANT, client_id: 'lab-notebook' },
      400,
      'invalid_request',
    ],
    [
      'an empty device code',
      { grant_type: DEVICE_GRANT, client_id: 'lab-notebook', device_code: '' },
      400,
      'invalid_request',
    ],
    [
      'an unknown device code',
      { grant_type: DEVICE_GRANT, client_id: 'lab-notebook', device_code: 'x' },
      400,
      'invalid_grant',
    ],
    [
      'a device code of 10,000 letters',
      { grant_type: DEVICE_GRANT, client_id: 'lab-notebook', device_code: 'x'.repeat(10_000) },
      400,
      'invalid_request',
    ],
    ['a body that is too large', { grant_type: 'x'.repeat(70_000) }, 400, 'invalid_request'],
  ])('refuses %s', async (_name, form, status, error) => {
    expect(await errorOf(await test.postForm(TOKEN, form))).toEqual([status, error]);
  });

  it('refuses a parameter that is sent twice', async () => {
    const { device_code } = await flow.start();
    const form = [
      ['grant_type', DEVICE_GRANT],
      ['client_id', 'lab-notebook'],
      ['device_code', device_code],
      ['device_code', device_code],
    ];
    const response = await test.postForm(TOKEN, form);
    expect(await errorOf(response)).toEqual([400, 'invalid_request']);
    expect(response.json().error_description).toContain('device_code');
  });

  it('refuses a client that authenticates by a header with 401', async () => {
    const code = await startApproved();
    const form = { grant_type: DEVICE_GRANT, device_code: code, client_id: 'lab-notebook' };
    const response = await test.postForm(TOKEN, form, { authorization: 'Basic eDp5' });
    expect(await errorOf(response)).toEqual([401, 'invalid_client']);
    expect(response.headers['www-authenticate']).toMatch(/^Basic /);
    expect((await flow.poll(code)).statusCode).toBe(200);
  });

  it('tells a client to slow down when its address asks too much', async () => {
    for (let count = 0; count < 600; count += 1) await test.postForm(TOKEN, {});
    const response = await flow.poll('x');
    expect(await errorOf(response)).toEqual([429, 'slow_down']);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  });

  it('is 503 while the database fails, and leaves the approval unused', async () => {
    const code = await startApproved();
    await test.db.execute('alter table devices rename to devices_away');
    const response = await flow.poll(code);
    await test.db.execute('alter table devices_away rename to devices');
    expect(await errorOf(response)).toEqual([503, 'temporarily_unavailable']);
    expect(response.headers['retry-after']).toBe('5');
    expect((await flow.poll(code)).statusCode).toBe(200);
  });
});

describe('the log and the database', () => {
  it('have no code and no token of this dialect in them', async () => {
    const { started, token, bearer } = await flow.obtain();
    await test.postForm('/oauth/introspect', { token }, bearer);
    await test.postForm('/oauth/revoke', { token, client_id: 'lab-notebook' });
    await test.postForm('/oauth/revoke', { token, client_id: 'nobody' });
    await test.postForm(TOKEN, { token, grant_type: started.device_code });
    const rows = await Promise.all(
      ['grants', 'credentials', 'devices', 'oauth_clients'].map((table) =>
        test.db.execute(`select row_to_json(t)::text as row from ${table} t`),
      ),
    );
    const written = test.log.join('') + JSON.stringify(rows);
    expect(written).toContain('credential minted');
    const { device_code, user_code } = started;
    for (const canary of [device_code, user_code, user_code.replace('-', ''), token]) {
      expect(written).not.toContain(canary);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { sshKeys } from '../../server/src/db/schema.ts';
import { eachTestApp } from '../support/each-test-app.ts';
import { EMAIL, PASSWORD, PUBLIC_URL, type TestApp } from '../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

describe('the app', () => {
  it('lets an answer of the API load nothing, and nobody frame it', async () => {
    const { headers } = await test.get('/api/v1/session');
    expect(headers['content-security-policy']?.toString().split(';')).toEqual([
      "default-src 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ]);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
  });

  it('sends / to the page', async () => {
    const response = await test.get('/');
    expect([response.statusCode, response.headers.location]).toEqual([302, '/device']);
  });

  it('answers what it does not know with 404 in JSON, without repeating it', async () => {
    const response = await test.get('/api/v1/forgejo/device-codes/canary');
    expect(response.statusCode).toBe(404);
    expect(response.json().code).toBe('not_found');
    expect(response.body).not.toContain('canary');
  });

  it('limits what it does not know like what it knows', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 1_201; count += 1) {
      statuses.push((await test.get(`/nowhere-${count}`)).statusCode);
    }
    expect(statuses.filter((status) => status === 404)).toHaveLength(1_200);
    const { statusCode, headers } = await test.get('/nowhere');
    expect([statusCode, Number(headers['retry-after']) > 0]).toEqual([429, true]);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    ['a body that is too large', 413, 'x'.repeat(70_000), 'application/json'],
    ['a body of another type', 415, 'device_code=canary', 'application/x-www-form-urlencoded'],
    ['an empty body', 400, '', 'application/json'],
    ['a poisoned prototype', 400, '{"__proto__": {"device_code": "x"}}', 'application/json'],
  ])('refuses %s in JSON', async (_name, status, payload, type) => {
    const response = await test.app.inject({
      method: 'POST',
      url: '/api/v1/forgejo/device-codes/poll',
      headers: { 'content-type': type },
      payload,
    });
    expect([response.statusCode, response.json().code]).toEqual([status, 'invalid_request']);
  });

  it('says nothing about a database that fails, and leaves the grant unused', async () => {
    const started = await test.start();
    await test.decide('approve', started.user_code, await test.signIn());
    test.gitHost.botUsername = 'bot-\u0000';
    const response = await test.poll(started.device_code);
    expect([response.statusCode, response.json().code]).toEqual([503, 'unavailable']);
    expect(await test.db.select().from(sshKeys)).toEqual([]);
    expect(test.log.join('')).toContain('poll failed');
    test.gitHost.botUsername = null;
    expect((await test.poll(started.device_code)).statusCode).toBe(200);
  });

  it('writes no secret into its log, whatever the level', async () => {
    const { started, minted, bearer } = await test.enroll();
    await test.post(
      '/api/v1/session',
      { email: EMAIL, password: PASSWORD },
      { origin: PUBLIC_URL },
    );
    await test.get(`/device?user_code=${started.user_code}`);
    await test.get('/api/v1/forgejo/whoami', bearer);
    const denied = await test.start();
    const administrator = await test.signIn();
    await test.decide('deny', denied.user_code, administrator);
    await test.poll(denied.device_code);
    // A failing database and a failing git host bring their own words.
    const failing = await test.start();
    await test.decide('approve', failing.user_code, administrator);
    test.gitHost.botUsername = 'bot-\u0000';
    await test.poll(failing.device_code);
    await test.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'application/json' },
      payload: `{"password": "${PASSWORD}`,
    });
    const log = test.log.join('');
    expect(log).toContain('credential minted');
    // A failed query is named by the database's words alone: its parameters are what was to be stored.
    expect(log).toContain('invalid byte sequence');
    expect(log).not.toContain('params');
    const canaries = [
      PASSWORD,
      minted.api_token,
      administrator.cookie?.split('=')[1] ?? '',
      administrator['x-csrf-token'] ?? '',
      ...[started, denied, failing].flatMap((grant) => [
        grant.device_code,
        grant.user_code,
        grant.user_code.replace('-', ''),
      ]),
    ];
    for (const canary of canaries) {
      expect(canary).not.toBe('');
      expect(log).not.toContain(canary);
      expect(log).not.toContain(Buffer.from(canary).toString('base64').replace(/=+$/, ''));
    }
  });

  it('keeps no code and no token in its database', async () => {
    const { started, minted } = await test.enroll();
    const dump = JSON.stringify(
      await Promise.all(
        ['grants', 'credentials', 'ssh_keys', 'devices', 'sessions'].map((table) =>
          test.db.execute(`select row_to_json(t)::text as row from ${table} t`),
        ),
      ),
    );
    expect(dump).toContain('lab-mac-01');
    for (const secret of [started.device_code, started.user_code, minted.api_token]) {
      expect(dump).not.toContain(secret);
      expect(dump).not.toContain(secret.replace('-', ''));
    }
  });
});

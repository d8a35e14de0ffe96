import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { credentials, grants } from '../../../../server/src/db/schema.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { OAuthFlow } from '../../../support/oauth-flow.ts';
import { ASKED_SCOPES, initRequest, RommDevice } from '../../../support/romm-device.ts';
import type { TestApp } from '../../../support/test-app.ts';

let test: TestApp;
let device: RommDevice;
let ada: Record<string, string>;
eachTestApp(async (app) => {
  test = app;
  device = new RommDevice(test);
  ada = await test.signIn();
});

const INIT = '/api/auth/device/init';

describe('init', () => {
  it('answers 201 with codes and relative paths', async () => {
    const response = await test.post(INIT, { ...initRequest(), some_future_key: 1 });
    expect(response.statusCode).toBe(201);
    const body = response.json();
    expect(body).toEqual({
      device_code: expect.stringMatching(/^[0-9a-f]{64}$/),
      user_code: expect.stringMatching(/^[A-Z0-9]{8}$/),
      verification_path: '/pair/device',
      verification_path_complete: `/pair/device?user_code=${body.user_code}`,
      expires_in: 600,
      interval: 5,
    });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('takes a client that names neither platform nor version', async () => {
    const { user_code } = await device.init({ platform: undefined, client_version: null });
    const body = (await device.pending(user_code, ada)).json();
    expect([body.platform, body.client_version]).toEqual([null, null]);
  });

  it.each<[string, unknown, (string | number)[]]>([
    [
      'no identifier',
      initRequest({ client_device_identifier: undefined }),
      ['client_device_identifier'],
    ],
    [
      'an empty identifier',
      initRequest({ client_device_identifier: '' }),
      ['client_device_identifier'],
    ],
    [
      'a long identifier',
      initRequest({ client_device_identifier: 'a'.repeat(256) }),
      ['client_device_identifier'],
    ],
    [
      'a zero byte in the identifier',
      initRequest({ client_device_identifier: 'a\u0000' }),
      ['client_device_identifier'],
    ],
    ['no name', initRequest({ name: undefined }), ['name']],
    ['a long name', initRequest({ name: 'a'.repeat(256) }), ['name']],
    ['half a surrogate pair', initRequest({ name: '\ud83d' }), ['name']],
    ['a number as name', initRequest({ name: 7 }), ['name']],
    ['no client', initRequest({ client: undefined }), ['client']],
    ['a long client', initRequest({ client: 'a'.repeat(51) }), ['client']],
    ['a long platform', initRequest({ platform: 'a'.repeat(51) }), ['platform']],
    ['a long version', initRequest({ client_version: 'a'.repeat(51) }), ['client_version']],
    ['no scopes', initRequest({ requested_scopes: undefined }), ['requested_scopes']],
    ['an empty list of scopes', initRequest({ requested_scopes: [] }), ['requested_scopes']],
    [
      'an unknown scope',
      initRequest({ requested_scopes: ['me.read', 'me.rule'] }),
      ['requested_scopes', '1'],
    ],
    [
      'a scope of another dialect',
      initRequest({ requested_scopes: ['device-codes:approve'] }),
      ['requested_scopes', '0'],
    ],
    [
      'scopes without end',
      initRequest({ requested_scopes: Array(21).fill('me.read') }),
      ['requested_scopes'],
    ],
    ['a list', [], []],
    ['nothing', '', []],
  ])('refuses %s with 422, saying where', async (_name, body, place) => {
    const response = await test.post(INIT, body);
    expect(response.statusCode).toBe(422);
    expect(response.json().detail[0]).toEqual({
      type: expect.any(String),
      loc: ['body', ...place],
      msg: expect.any(String),
    });
    expect(Object.keys(response.json())).toEqual(['detail']);
  });

  it('calls a missing field missing', async () => {
    const response = await test.post(INIT, initRequest({ name: undefined }));
    expect(response.json().detail[0].type).toBe('missing');
  });

  it.each([
    ['malformed JSON', 'application/json', '{"name": canary', 422],
    ['a poisoned prototype', 'application/json', '{"__proto__": {"name": "canary"}}', 422],
    ['a form', 'application/x-www-form-urlencoded', 'name=canary', 422],
    ['a flood', 'application/json', `"${'canary'.repeat(20_000)}"`, 413],
  ])('refuses %s without repeating it', async (_name, type, payload, status) => {
    const headers = { 'content-type': type };
    const response = await test.app.inject({ method: 'POST', url: INIT, headers, payload });
    expect(response.statusCode).toBe(status);
    expect(response.json().detail).toBeDefined();
    expect(response.body).not.toContain('canary');
    expect(test.log.join('')).not.toContain('canary');
  });

  it('limits an address to 60 a minute', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 61; count += 1) {
      statuses.push((await test.post(INIT, {})).statusCode);
    }
    expect(statuses.slice(0, 60).every((status) => status === 422)).toBe(true);
    expect(statuses[60]).toBe(429);
    expect((await test.post(INIT, {})).json()).toEqual({ detail: expect.any(String) });
  });
});

describe('token', () => {
  it('is authorization_pending until somebody decides', async () => {
    const { device_code } = await device.init();
    const response = await device.poll(device_code);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toEqual({ detail: 'authorization_pending' });
  });

  it('is slow_down inside the interval, which never grows', async () => {
    const { device_code } = await device.init();
    const answers: string[] = [];
    for (const wait of [0, 5, 4.4, 1, 4.6, 5]) {
      test.clock.advance(wait);
      answers.push((await device.poll(device_code)).json().detail);
    }
    expect(answers).toEqual([
      'authorization_pending',
      'authorization_pending',
      'slow_down',
      'slow_down',
      'authorization_pending',
      'authorization_pending',
    ]);
  });

  it('brings the token once, and is expired_token ever after', async () => {
    const { device_code, user_code } = await device.init();
    const approval = (await device.approve(user_code, ada)).json();
    const response = await device.poll(device_code);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      access_token: expect.stringMatching(/^rmm_[0-9a-f]{64}$/),
      device_id: approval.device_id,
      scopes: [...ASKED_SCOPES].sort(),
      expires_at: null,
    });
    expect(response.headers['cache-control']).toBe('no-store');
    const again = await device.poll(device_code);
    expect([again.statusCode, again.json()]).toEqual([400, { detail: 'expired_token' }]);
  });

  it('lets exactly one of many concurrent polls have the token', async () => {
    const { device_code, user_code } = await device.init();
    await device.approve(user_code, ada);
    const responses = await Promise.all(Array.from({ length: 30 }, () => device.poll(device_code)));
    const lost = responses.filter((response) => response.statusCode !== 200);
    expect(lost).toHaveLength(29);
    for (const response of lost) expect(response.json()).toEqual({ detail: 'expired_token' });
  });

  it('is access_denied for 60 s after a denial, however late it came', async () => {
    const { device_code, user_code } = await device.init();
    test.clock.advance(595);
    expect((await device.deny(user_code, ada)).statusCode).toBe(200);
    test.clock.advance(59);
    expect((await device.poll(device_code)).json()).toEqual({ detail: 'access_denied' });
    test.clock.advance(1);
    expect((await device.poll(device_code)).json()).toEqual({ detail: 'expired_token' });
  });

  it('is one and the same expired_token for unknown, expired and foreign codes', async () => {
    const { device_code } = await device.init();
    const foreign = await test.start();
    const answers = [await device.poll('0'.repeat(64)), await device.poll(foreign.device_code)];
    test.clock.advance(600);
    answers.push(await device.poll(device_code));
    for (const answer of answers) expect(answer.statusCode).toBe(400);
    expect(new Set(answers.map(({ body }) => body))).toEqual(
      new Set(['{"detail":"expired_token"}']),
    );
  });

  it('lives 600 s and not a moment longer', async () => {
    const { device_code, user_code } = await device.init();
    test.clock.advance(599);
    expect((await device.poll(device_code)).json().detail).toBe('authorization_pending');
    await device.approve(user_code, ada);
    test.clock.advance(1);
    expect((await device.poll(device_code)).json().detail).toBe('expired_token');
  });

  it.each(['device', 'token'])('is not to be had once its %s was deleted', async (what) => {
    const { device_code, user_code } = await device.init();
    const { device_id } = (await device.approve(user_code, ada)).json();
    const [token] = (await test.get('/api/client-tokens', ada)).json();
    const url = what === 'device' ? `/api/devices/${device_id}` : `/api/client-tokens/${token.id}`;
    await device.request('DELETE', url, ada);
    expect((await device.poll(device_code)).json()).toEqual({ detail: 'expired_token' });
    test.clock.advance(600);
    expect((await test.get('/api/client-tokens', ada)).json()).toEqual([]);
  });

  it.each([
    ['no code', {}],
    ['an empty code', { device_code: '' }],
    ['a long code', { device_code: 'a'.repeat(129) }],
    ['a list', { device_code: ['a'] }],
  ])('refuses %s with 422', async (_name, body) => {
    const response = await test.post('/api/auth/device/token', body);
    expect(response.statusCode).toBe(422);
    expect(response.json().detail[0].loc).toEqual(['body', 'device_code']);
  });

  it('knows no code of the other dialects, and is not known there', async () => {
    const { device_code, user_code } = await device.init();
    expect((await test.poll(device_code)).statusCode).toBe(410);
    expect((await test.decide('lookup', user_code, ada)).statusCode).toBe(404);
    expect((await test.decide('approve', user_code, ada)).statusCode).toBe(404);
    expect((await test.get('/api/v1/forgejo/device-codes', ada)).json()).toEqual({
      device_codes: [],
    });
    const flow = await OAuthFlow.create(test);
    expect((await flow.poll(device_code)).json().error).toBe('invalid_grant');
    // Each of these is a wrong code to her, and five are all that one account is told.
    const eve = await test.signIn('eve@example.org');
    for (const foreign of [await test.start(), await flow.start()]) {
      expect((await device.pending(foreign.user_code, eve)).statusCode).toBe(404);
      expect((await device.deny(foreign.user_code, eve)).statusCode).toBe(404);
      expect((await device.poll(foreign.device_code)).json().detail).toBe('expired_token');
      expect((await test.decide('lookup', foreign.user_code, ada)).statusCode).toBe(200);
    }
  });
});

describe('pending', () => {
  it('says what asks, for what, and until when', async () => {
    const { user_code } = await device.init({
      requested_scopes: ['roms.read', 'me.read', 'me.read'],
    });
    const response = await device.pending(user_code, ada);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      client_device_identifier: 'installation-1',
      name: 'Handheld in lab 2',
      client: 'handheld-sync',
      platform: 'linux',
      client_version: '1.4.0',
      requested_scopes: ['me.read', 'roms.read'],
      allowed_scopes: ['me.read', 'roms.read'],
      expires_at: '2026-05-09T12:10:00.000Z',
    });
  });

  it('allows a token no more than it holds itself', async () => {
    const { bearer } = await device.pair(ada, { requested_scopes: ['me.read', 'roms.read'] });
    const { user_code } = await device.init({ requested_scopes: ['users.write', 'roms.read'] });
    const body = (await device.pending(user_code, bearer)).json();
    expect(body.requested_scopes).toEqual(['roms.read', 'users.write']);
    expect(body.allowed_scopes).toEqual(['roms.read']);
  });

  it('forgives case, spaces and dashes', async () => {
    const { user_code } = await device.init();
    const typed = `${user_code.slice(0, 4).toLowerCase()}%20-%20${user_code.slice(4)}`;
    expect((await device.pending(typed, ada)).statusCode).toBe(200);
  });

  it.each([
    ['unknown', 'BBBBBBBB'],
    ['impossible', '0O1I2345'],
    ['short', 'B'],
    ['not even letters', '%00%F0%9F%98%80'],
  ])('is 404 for a code that is %s', async (_name, code) => {
    const response = await device.pending(code, ada);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toEqual({ detail: expect.any(String) });
  });

  it('is 404 once expired and 410 once decided', async () => {
    const approved = await device.init();
    const denied = await device.init();
    const expired = await device.init();
    await device.approve(approved.user_code, ada);
    await device.deny(denied.user_code, ada);
    expect((await device.pending(approved.user_code, ada)).statusCode).toBe(410);
    expect((await device.pending(denied.user_code, ada)).statusCode).toBe(410);
    await device.poll(approved.device_code);
    expect((await device.pending(approved.user_code, ada)).statusCode).toBe(410);
    test.clock.advance(600);
    expect((await device.pending(expired.user_code, ada)).statusCode).toBe(404);
    expect((await device.pending(denied.user_code, ada)).statusCode).toBe(404);
  });
});

describe('approve', () => {
  it('answers with the device, named as the person likes', async () => {
    const { user_code } = await device.init();
    const response = await device.approve(user_code, ada, { device_name: ' Blue one ' });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      device_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      device_name: 'Blue one',
    });
  });

  it.each([undefined, null, '', '  '])('keeps the device’s own name for %j', async (name) => {
    const { user_code } = await device.init();
    const response = await device.approve(user_code, ada, { device_name: name });
    expect(response.json().device_name).toBe('Handheld in lab 2');
  });

  it('grants fewer scopes than were asked for', async () => {
    const { token } = await device.pair(ada, {}, { approved_scopes: ['roms.read', 'me.read'] });
    expect(token.scopes).toEqual(['me.read', 'roms.read']);
  });

  it.each<[string, string | null | undefined, string | null]>([
    ['30 days', '30d', '2026-06-08T12:00:00.000Z'],
    ['90 days', '90d', '2026-08-07T12:00:00.000Z'],
    ['a year', '1y', '2027-05-09T12:00:00.000Z'],
    ['ever', 'never', null],
    ['ever, when nothing is said', undefined, null],
    ['ever, for null', null, null],
  ])('lets the token live for %s', async (_name, expires_in, expires_at) => {
    const { token } = await device.pair(ada, {}, { expires_in });
    expect(token.expires_at).toBe(expires_at);
  });

  it.each<[string, Record<string, unknown>]>([
    ['an unknown life', { expires_in: '2w' }],
    ['a life in seconds', { expires_in: 30 }],
    ['no scopes', { approved_scopes: [] }],
    ['scopes that are none', { approved_scopes: 'me.read' }],
    ['a long name', { device_name: 'a'.repeat(256) }],
    ['a zero byte in the name', { device_name: 'a\u0000' }],
    ['an empty code', { user_code: '' }],
  ])('refuses %s with 422 and decides nothing', async (_name, changes) => {
    const { user_code } = await device.init();
    expect((await device.approve(user_code, ada, changes)).statusCode).toBe(422);
    expect((await device.pending(user_code, ada)).statusCode).toBe(200);
  });

  it.each<[string, string[]]>([
    ['were not asked for', ['me.read', 'roms.write']],
    ['do not exist', ['me.rule']],
  ])('refuses scopes that %s with 403 and decides nothing', async (_name, approved_scopes) => {
    const { user_code } = await device.init();
    const response = await device.approve(user_code, ada, { approved_scopes });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toEqual({ detail: expect.any(String) });
    expect((await device.pending(user_code, ada)).statusCode).toBe(200);
  });

  it('refuses a token that would grant more than it holds', async () => {
    const { bearer } = await device.pair(ada, { requested_scopes: ['me.read', 'me.write'] });
    const { user_code } = await device.init({ requested_scopes: ['me.read', 'roms.read'] });
    const beyond = await device.approve(user_code, bearer, { approved_scopes: ['roms.read'] });
    expect(beyond.statusCode).toBe(403);
    const within = await device.approve(user_code, bearer, { approved_scopes: ['me.read'] });
    expect(within.statusCode).toBe(200);
  });

  it.each(['approve', 'deny'] as const)('is 404 or 410 where nothing waits: %s', async (verb) => {
    expect((await device[verb]('BBBBBBBB', ada)).statusCode).toBe(404);
    const decided = await device.init();
    await device.approve(decided.user_code, ada);
    const again = await device[verb](decided.user_code, ada);
    expect([again.statusCode, again.json()]).toEqual([410, { detail: 'Code already approved' }]);
    const expired = await device.init();
    test.clock.advance(600);
    ada = await test.signIn();
    expect((await device[verb](expired.user_code, ada)).statusCode).toBe(404);
  });

  it('lets the first of many concurrent decisions stand', async () => {
    const { user_code } = await device.init();
    const responses = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 === 0 ? device.approve(user_code, ada) : device.deny(user_code, ada),
      ),
    );
    const statuses = responses.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([200, ...Array(9).fill(410)]);
  });
});

describe('deny', () => {
  it('answers 200 with null', async () => {
    const { user_code } = await device.init();
    const response = await device.deny(user_code, ada);
    expect([response.statusCode, response.body]).toEqual([200, 'null']);
  });
});

describe('what is kept', () => {
  it('holds no code and no token in the database, and none in the log', async () => {
    const { started, token, bearer } = await device.pair(ada);
    await device.pending(started.user_code, ada);
    await device.pending(`${started.user_code}/more`, ada);
    await test.get(`/api/auth/device/%70ending/${started.user_code}`, ada);
    await test.get(`/api/auth/device/pending%2F${started.user_code}`, ada);
    await test.get('/api/users/me', bearer);
    const rows = JSON.stringify([
      await test.db.select().from(grants),
      await test.db.select().from(credentials),
    ]);
    const log = test.log.join('');
    expect(log).toContain('/api/auth/device/pending/:user_code');
    for (const secret of [started.device_code, started.user_code, token.access_token]) {
      expect(rows).not.toContain(secret);
      expect(log).not.toContain(secret);
    }
    expect(rows).not.toContain(token.access_token.slice(4));
  });

  it('has no token’s hash before the device came for it', async () => {
    const { user_code } = await device.init();
    const { device_id } = (await device.approve(user_code, ada)).json();
    const [row] = await test.db
      .select()
      .from(credentials)
      .where(eq(credentials.deviceId, device_id));
    expect(row?.tokenHash).toBeNull();
  });
});

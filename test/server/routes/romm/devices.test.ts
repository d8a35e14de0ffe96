import { isNotNull } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { devices } from '../../../../server/src/db/schema.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { ASKED_SCOPES, RommDevice } from '../../../support/romm-device.ts';
import type { TestApp } from '../../../support/test-app.ts';

let test: TestApp;
let device: RommDevice;
let ada: Record<string, string>;
let eve: Record<string, string>;
eachTestApp(async (app) => {
  test = app;
  device = new RommDevice(test);
  ada = await test.signIn();
  eve = await test.signIn('eve@example.org');
});

const DEVICES = '/api/devices';
const TOKENS = '/api/client-tokens';
const ABSENT = '00000000-0000-4000-8000-000000000000';

describe('GET /api/users/me', () => {
  it('is the person, with the device that the token is bound to', async () => {
    const { token, bearer } = await device.pair(ada);
    const response = await test.get('/api/users/me', bearer);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      id: expect.any(Number),
      username: 'ada@example.org',
      email: 'ada@example.org',
      enabled: true,
      role: 'admin',
      oauth_scopes: expect.arrayContaining(['me.read', 'users.write']),
      avatar_path: '',
      last_login: null,
      last_active: null,
      current_device_id: token.device_id,
      created_at: '2026-05-09T12:00:00.000Z',
      updated_at: '2026-05-09T12:00:00.000Z',
    });
  });

  it('names no device in a browser, and none once it was deleted', async () => {
    expect((await test.get('/api/users/me', ada)).json().current_device_id).toBeNull();
    const { token, bearer } = await device.pair(ada);
    await device.request('DELETE', `${DEVICES}/${token.device_id}`, ada);
    const me = await test.get('/api/users/me', bearer);
    expect([me.statusCode, me.json().current_device_id]).toEqual([200, null]);
  });
});

describe('devices', () => {
  it('lists the person’s own, with every field', async () => {
    const { token } = await device.pair(ada, {}, { device_name: 'Blue one' });
    await device.pair(eve);
    const me = (await test.get('/api/users/me', ada)).json();
    const response = await test.get(DEVICES, ada);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual([
      {
        id: token.device_id,
        user_id: me.id,
        name: 'Blue one',
        platform: 'linux',
        client: 'handheld-sync',
        client_version: '1.4.0',
        ip_address: null,
        mac_address: null,
        hostname: null,
        client_device_identifier: 'installation-1',
        sync_mode: 'api',
        sync_enabled: true,
        sync_config: null,
        last_seen: '2026-05-09T12:00:00.000Z',
        created_at: '2026-05-09T12:00:00.000Z',
        updated_at: '2026-05-09T12:00:00.000Z',
      },
    ]);
    const one = await test.get(`${DEVICES}/${token.device_id}`, ada);
    expect(one.json()).toEqual(response.json()[0]);
  });

  it('does not list workstations of a lab', async () => {
    await test.enroll();
    expect((await test.get(DEVICES, ada)).json()).toEqual([]);
  });

  it('finds a device again by person and identifier, and keeps what only its first pairing said', async () => {
    const first = await device.pair(ada, {}, { device_name: 'Blue one' });
    test.clock.advance(60);
    const asked = { platform: 'android', client: 'other', client_version: '1.5.0' };
    const second = await device.pair(ada, asked, { device_name: 'Red one' });
    expect(second.token.device_id).toBe(first.token.device_id);
    const [found, ...others] = (await test.get(DEVICES, ada)).json();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      name: 'Red one',
      platform: 'linux',
      client: 'handheld-sync',
      client_version: '1.5.0',
      last_seen: '2026-05-09T12:01:00.000Z',
      created_at: '2026-05-09T12:00:00.000Z',
      updated_at: '2026-05-09T12:01:00.000Z',
    });
    await device.pair(ada, { client_version: null });
    expect((await test.get(DEVICES, ada)).json()[0].client_version).toBe('1.5.0');
    expect((await device.pair(eve)).token.device_id).not.toBe(first.token.device_id);
  });

  it('leaves earlier tokens of the device as they are', async () => {
    const first = await device.pair(ada);
    const second = await device.pair(ada);
    expect((await test.get('/api/users/me', first.bearer)).statusCode).toBe(200);
    const tokens = (await test.get(TOKENS, ada)).json();
    expect(tokens.map((token: { device_id: string }) => token.device_id)).toEqual([
      first.token.device_id,
      second.token.device_id,
    ]);
  });

  it('changes what is named and leaves the rest', async () => {
    const { token, bearer } = await device.pair(ada);
    test.clock.advance(60);
    const url = `${DEVICES}/${token.device_id}`;
    const change = {
      name: 'Renamed',
      hostname: 'handheld.lan',
      ip_address: '192.0.2.7',
      mac_address: '00:00:5e:00:53:01',
      platform: null,
      sync_enabled: false,
      sync_mode: 'push_pull',
      id: ABSENT,
      user_id: 999,
      client_device_identifier: 'stolen',
    };
    const response = await device.request('PUT', url, bearer, change);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      id: token.device_id,
      name: 'Renamed',
      hostname: 'handheld.lan',
      ip_address: '192.0.2.7',
      mac_address: '00:00:5e:00:53:01',
      platform: null,
      client: 'handheld-sync',
      client_device_identifier: 'installation-1',
      sync_enabled: false,
      sync_mode: 'push_pull',
      updated_at: '2026-05-09T12:01:00.000Z',
    });
    const same = { sync_mode: null, sync_enabled: null };
    const unchanged = await device.request('PUT', url, bearer, same);
    expect(unchanged.json()).toMatchObject({ sync_mode: 'push_pull', sync_enabled: false });
    expect((await device.request('PUT', url, bearer, {})).statusCode).toBe(200);
  });

  it('masks passwords and key paths in every answer, and keeps them when they come back masked', async () => {
    const { token } = await device.pair(ada);
    const url = `${DEVICES}/${token.device_id}`;
    const config = { ssh_host: 'nas', ssh_password: 'canary-1', ssh_key_path: '/canary-2', a: [1] };
    const masked = { ...config, ssh_password: '********', ssh_key_path: '********' };
    const written = await device.request('PUT', url, ada, { sync_config: config });
    const answers = [written, await test.get(url, ada), await test.get(DEVICES, ada)];
    expect(written.json().sync_config).toEqual(masked);
    await device.request('PUT', url, ada, { sync_config: { ...masked, ssh_host: 'nas-2' } });
    const [stored] = await test.db.select().from(devices);
    expect(stored?.syncConfig).toEqual({ ...config, ssh_host: 'nas-2' });
    answers.push(await device.request('PUT', url, ada, { name: 'x' }));
    for (const answer of answers) expect(answer.body).not.toContain('canary');
    expect(test.log.join('')).not.toContain('canary');
    await device.request('PUT', url, ada, { sync_config: null });
    expect((await test.get(url, ada)).json().sync_config).toBeNull();
  });

  it.each<[string, unknown]>([
    ['an unknown sync mode', { sync_mode: 'ftp' }],
    ['a word for yes', { sync_enabled: 'yes' }],
    ['a config that is a list', { sync_config: [] }],
    ['a config that is a text', { sync_config: 'x' }],
    ['a zero byte in the config', { sync_config: { a: ['\u0000'] } }],
    ['a zero byte in a key of the config', { sync_config: { 'a\u0000': 1 } }],
    ['half a surrogate pair in the config', { sync_config: { a: '\ud800' } }],
    ['a long address', { ip_address: '1'.repeat(46) }],
    ['a long hardware address', { mac_address: '1'.repeat(18) }],
    ['a zero byte in the name', { name: '\u0000' }],
    ['a list', []],
  ])('refuses %s with 422', async (_name, body) => {
    const { token } = await device.pair(ada);
    const response = await device.request('PUT', `${DEVICES}/${token.device_id}`, ada, body);
    expect(response.statusCode).toBe(422);
    expect(response.json().detail[0].loc[0]).toBe('body');
  });

  it('refuses a config that is too deep to be written down again', async () => {
    const { token } = await device.pair(ada);
    const payload = `{"sync_config":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;
    const response = await test.app.inject({
      method: 'PUT',
      url: `${DEVICES}/${token.device_id}`,
      headers: { ...ada, 'content-type': 'application/json' },
      payload,
    });
    expect(response.statusCode).toBe(422);
  });

  it('keeps a config whose keys are names of an object’s own', async () => {
    const { token } = await device.pair(ada);
    const url = `${DEVICES}/${token.device_id}`;
    const config = { toString: 'a', hasOwnProperty: 'b', valueOf: { 'ssh\u2028': 1 } };
    const response = await device.request('PUT', url, ada, { sync_config: config });
    expect(response.json().sync_config).toEqual(config);
  });

  it('deletes a device and leaves its tokens, unbound', async () => {
    const { token, bearer } = await device.pair(ada);
    const url = `${DEVICES}/${token.device_id}`;
    const response = await device.request('DELETE', url, bearer);
    expect([response.statusCode, response.body]).toEqual([204, '']);
    expect((await test.get(url, ada)).statusCode).toBe(404);
    const [left] = (await test.get(TOKENS, bearer)).json();
    expect(left.device_id).toBeNull();
  });

  it.each(['GET', 'PUT', 'DELETE'] as const)(
    'answers %s with 404 for what is not there or not theirs',
    async (method) => {
      const { token } = await device.pair(ada);
      await test.enroll();
      const workstations = await test.db
        .select({ id: devices.id })
        .from(devices)
        .where(isNotNull(devices.lab));
      const body = method === 'PUT' ? { name: 'stolen' } : undefined;
      for (const id of [token.device_id, ABSENT, 'not-an-id', '%00', workstations[0]?.id]) {
        const response = await device.request(method, `${DEVICES}/${id}`, eve, body);
        expect(response.statusCode).toBe(404);
        expect(response.json()).toEqual({ detail: 'Device not found' });
      }
      expect((await test.get(`${DEVICES}/${token.device_id}`, ada)).json().name).not.toBe('stolen');
    },
  );
});

describe('last_seen', () => {
  it('moves with a request of the bound token, at most once in 5 minutes', async () => {
    const { token, bearer } = await device.pair(ada);
    const lastSeen = async () =>
      (await test.get(`${DEVICES}/${token.device_id}`, ada)).json().last_seen;
    test.clock.advance(299);
    await test.get('/api/users/me', bearer);
    expect(await lastSeen()).toBe('2026-05-09T12:00:00.000Z');
    test.clock.advance(1);
    await test.get('/api/users/me', bearer);
    expect(await lastSeen()).toBe('2026-05-09T12:05:00.000Z');
    test.clock.advance(120);
    await test.get('/api/users/me', bearer);
    expect(await lastSeen()).toBe('2026-05-09T12:05:00.000Z');
    const [listed] = (await test.get(TOKENS, ada)).json();
    expect(listed.last_used_at).toBe('2026-05-09T12:04:59.000Z');
  });
});

describe('client tokens', () => {
  it('lists the person’s own, with their device and never their text', async () => {
    const { token } = await device.pair(ada, {}, { device_name: 'Blue one', expires_in: '30d' });
    await device.pair(eve);
    const me = (await test.get('/api/users/me', ada)).json();
    const response = await test.get(TOKENS, ada);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual([
      {
        id: expect.any(Number),
        name: 'Blue one',
        scopes: [...ASKED_SCOPES].sort(),
        expires_at: '2026-06-08T12:00:00.000Z',
        last_used_at: null,
        created_at: '2026-05-09T12:00:00.000Z',
        user_id: me.id,
        device_id: token.device_id,
      },
    ]);
  });

  it('has the token from the approval on, and not if nobody came for it', async () => {
    const { user_code } = await device.init();
    const { device_id } = (await device.approve(user_code, ada)).json();
    expect((await test.get(TOKENS, ada)).json()).toMatchObject([{ device_id }]);
    test.clock.advance(600);
    expect((await test.get(TOKENS, ada)).json()).toEqual([]);
  });

  it('ends a token at once', async () => {
    const { bearer } = await device.pair(ada);
    const [{ id }] = (await test.get(TOKENS, ada)).json();
    const response = await device.request('DELETE', `${TOKENS}/${id}`, bearer);
    expect([response.statusCode, response.body]).toEqual([200, 'null']);
    expect((await test.get('/api/users/me', bearer)).statusCode).toBe(401);
    expect((await test.get(TOKENS, ada)).json()).toEqual([]);
    expect((await device.request('DELETE', `${TOKENS}/${id}`, ada)).statusCode).toBe(404);
  });

  it('is 404 for what is not there or not theirs, and 422 for what is no number', async () => {
    await device.pair(ada);
    const [{ id }] = (await test.get(TOKENS, ada)).json();
    for (const number of [id, 0, -1, 2_147_483_648, '9'.repeat(40)]) {
      const response = await device.request('DELETE', `${TOKENS}/${number}`, eve);
      expect([response.statusCode, response.json()]).toEqual([404, { detail: 'Token not found' }]);
    }
    const response = await device.request('DELETE', `${TOKENS}/all`, eve);
    expect(response.statusCode).toBe(422);
    expect(response.json().detail[0].loc).toEqual(['path', 'id']);
  });
});

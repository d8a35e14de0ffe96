import { describe, expect, it } from 'vitest';
import {
  type AdminDevice,
  type DevicePage,
  deviceDetails,
  devicePage,
} from '../../../../protocol/src/admin-api.ts';
import { Secret } from '../../../../protocol/src/secret.ts';
import { hashOf } from '../../../../server/src/secrets/random-secret.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { newPublicKey } from '../../../support/new-public-key.ts';
import { RommDevice } from '../../../support/romm-device.ts';
import type { TestApp } from '../../../support/test-app.ts';

const DEVICES = '/api/v1/admin/devices';
const EVE = 'eve@example.org';
const DAY_SECONDS = 86_400;

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

async function list(query = '', headers?: Record<string, string>): Promise<DevicePage> {
  const response = await test.get(`${DEVICES}${query}`, headers ?? (await test.signIn()));
  return devicePage.strict().parse(response.json());
}

async function only(query = ''): Promise<AdminDevice> {
  const { devices } = await list(query);
  expect(devices).toHaveLength(1);
  return devices[0] as AdminDevice;
}

async function enrollMany(count: number): Promise<void> {
  const administrator = await test.signIn();
  for (let index = 0; index < count; index += 1) {
    const hostname = `bench-${String(index).padStart(3, '0')}`;
    const started = await test.start({ hostname, public_key: newPublicKey() });
    await test.decide('approve', started.user_code, administrator);
    await test.poll(started.device_code);
  }
}

describe('the list of devices', () => {
  it('tells of a workstation what it said of itself and what its token did', async () => {
    const client = { name: 'Onbench', version: '0.1.0', platform: 'darwin' };
    const { minted, bearer } = await test.enroll(undefined, { client });
    test.clock.advance(3_600);
    await test.get('/api/v1/forgejo/whoami', bearer);
    expect(await only()).toEqual({
      id: expect.any(String),
      name: 'lab-mac-01',
      lab: 'NMGRL',
      technician_email: 'tech@example.org',
      hostname: 'lab-mac-01',
      platform: 'darwin',
      client: 'Onbench',
      client_version: '0.1.0',
      key_fingerprint: minted.ssh_key.fingerprint,
      address: '127.0.0.1',
      first_seen_at: '2026-05-09T12:00:00.000Z',
      last_seen_at: '2026-05-09T13:00:00.000Z',
      expires_at: '2026-08-07T12:00:00.000Z',
      state: 'active',
    });
  });

  it('holds no token, code or hash', async () => {
    const { minted, started } = await test.enroll();
    const administrator = await test.signIn();
    const { id } = await only();
    for (const path of [DEVICES, `${DEVICES}/${id}`, `${DEVICES}.csv`]) {
      const { body } = await test.get(path, administrator);
      expect(body).toContain('lab-mac-01');
      expect(body).not.toContain('hash');
      for (const secret of [minted.api_token, started.device_code, started.user_code]) {
        expect(body).not.toContain(secret);
        expect(body).not.toContain(hashOf(new Secret(secret)));
      }
    }
  });

  it('is a page at a time, each device once, whatever its order', async () => {
    await enrollMany(53);
    const administrator = await test.signIn();
    for (const sort of ['name', 'lab', 'first_seen', 'last_seen']) {
      for (const order of ['asc', 'desc']) {
        const first = await list(`?sort=${sort}&order=${order}`, administrator);
        expect([first.devices.length, first.total]).toEqual([50, 53]);
        const rest = `?sort=${sort}&order=${order}&after=${encodeURIComponent(first.next ?? '')}`;
        const second = await list(rest, administrator);
        expect([second.devices.length, second.total, second.next]).toEqual([3, 53, null]);
        const ids = [...first.devices, ...second.devices].map(({ id }) => id);
        expect(new Set(ids).size).toBe(53);
      }
    }
    const { devices } = await list('?order=desc', administrator);
    expect(devices[0]?.name).toBe('bench-052');
  });

  it('is 400 for a page that does not follow any of ours', async () => {
    for (const after of ['x', Buffer.from('["a","b"]').toString('base64url')]) {
      const response = await test.get(`${DEVICES}?after=${after}`, await test.signIn());
      expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_request']);
    }
  });

  it('searches names, hosts, technicians, addresses and fingerprints as plain text', async () => {
    const { minted } = await test.enroll();
    const found = async (text: string) => (await list(`?search=${encodeURIComponent(text)}`)).total;
    const { fingerprint } = minted.ssh_key;
    for (const text of ['LAB-MAC', 'tech@', '127.0.0.1', fingerprint, 'mac']) {
      expect([text, await found(text)]).toEqual([text, 1]);
    }
    for (const text of ['%', '_', '\\', "' or true --"]) {
      expect([text, await found(text)]).toEqual([text, 0]);
    }
  });
});

describe('the state of a device', () => {
  it.each([
    ['active', 0],
    ['inactive', 30 * DAY_SECONDS],
    ['expired', 90 * DAY_SECONDS],
  ] as const)('is %s after %d unused seconds, and can be filtered by', async (state, seconds) => {
    await test.enroll();
    test.clock.advance(seconds);
    expect((await only(`?state=${state}`)).state).toBe(state);
    expect((await list('?state=revoked')).total).toBe(0);
  });

  it('is expiring for its last 14 days', async () => {
    const { bearer } = await test.enroll();
    test.clock.advance(76 * DAY_SECONDS - 1);
    await test.get('/api/v1/forgejo/whoami', bearer);
    expect((await only()).state).toBe('active');
    test.clock.advance(1);
    expect((await only()).state).toBe('expiring');
  });

  it('is issued until its client says that it has the token', async () => {
    const { started } = await test.enroll(undefined, { capabilities: ['ack'] });
    expect((await only()).state).toBe('issued');
    const ack = '/api/v1/forgejo/device-codes/ack';
    await test.post(ack, { device_code: started.device_code });
    expect((await only()).state).toBe('active');
  });

  it('is that of the newest valid token of a workstation that enrolled again', async () => {
    await test.enroll();
    test.clock.advance(80 * DAY_SECONDS);
    await test.enroll(undefined, { public_key: newPublicKey() });
    const { id, state, expires_at } = await only();
    expect([state, expires_at]).toEqual(['active', '2026-10-26T12:00:00.000Z']);
    const details = deviceDetails
      .strict()
      .parse((await test.get(`${DEVICES}/${id}`, await test.signIn())).json());
    expect(details.tokens.map((token) => token.state)).toEqual(['active', 'inactive']);
  });
});

describe('a device of a person', () => {
  it('is shown to that person alone', async () => {
    const administrator = await test.signIn();
    const device = new RommDevice(test);
    await device.pair(administrator);
    expect(await only()).toMatchObject({ name: 'Handheld in lab 2', lab: null, state: 'active' });
    expect((await list('', await test.signIn(EVE))).total).toBe(0);
  });

  it('is issued while it has not come for its token, then expired', async () => {
    const administrator = await test.signIn();
    const device = new RommDevice(test);
    const { user_code } = await device.init();
    await device.approve(user_code, administrator);
    expect((await only()).state).toBe('issued');
    test.clock.advance(600);
    expect((await only()).state).toBe('expired');
  });
});

describe('renaming', () => {
  const rename = async (id: string, name: string, headers: Record<string, string>) =>
    await test.app.inject({
      method: 'PATCH',
      url: `${DEVICES}/${id}`,
      headers: { 'content-type': 'application/json', ...headers },
      payload: JSON.stringify({ name }),
    });

  it('changes the name and says the device back', async () => {
    await test.enroll();
    const { id } = await only();
    const response = await rename(id, ' Argon line ', await test.signIn());
    expect([response.statusCode, response.json().name]).toEqual([200, 'Argon line']);
    expect((await only()).name).toBe('Argon line');
  });

  it('is 400 for no name and for one that is too long', async () => {
    await test.enroll();
    const { id } = await only();
    for (const name of ['', '  ', 'x'.repeat(101)]) {
      expect((await rename(id, name, await test.signIn())).statusCode).toBe(400);
    }
  });

  it('is 403 without a CSRF token or from another origin', async () => {
    await test.enroll();
    const { id } = await only();
    const own = await test.signIn();
    for (const forged of [{ 'x-csrf-token': '' }, { origin: 'https://evil.example' }]) {
      expect((await rename(id, 'x', { ...own, ...forged })).statusCode).toBe(403);
    }
    expect((await only()).name).toBe('lab-mac-01');
  });
});

describe('the CSV export', () => {
  it('has the devices of the filter, as RFC 4180 has it', async () => {
    await test.enroll();
    const administrator = await test.signIn();
    const response = await test.get(`${DEVICES}.csv?search=mac`, administrator);
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers['content-disposition']).toBe('attachment; filename="devices.csv"');
    expect(response.headers['cache-control']).toBe('no-store');
    const lines = response.body.split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^"name","lab","technician_email",/);
    expect(lines[1]).toMatch(/^"lab-mac-01","NMGRL","tech@example.org",/);
    const none = await test.get(`${DEVICES}.csv?state=revoked`, administrator);
    expect(none.body.split('\r\n')).toHaveLength(2);
  });

  it('goes on beyond one page', async () => {
    await enrollMany(51);
    const { body } = await test.get(`${DEVICES}.csv`, await test.signIn());
    expect(body.split('\r\n')).toHaveLength(53);
  });
});

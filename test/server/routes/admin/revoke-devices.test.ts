import { describe, expect, it } from 'vitest';
import { type DevicePage, revokeAnswer } from '../../../../protocol/src/admin-api.ts';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { newPublicKey } from '../../../support/new-public-key.ts';
import { RommDevice } from '../../../support/romm-device.ts';
import type { TestApp } from '../../../support/test-app.ts';

const REVOKE = '/api/v1/admin/devices/revoke';
const WHOAMI = '/api/v1/forgejo/whoami';

let test: TestApp;
let administrator: Record<string, string>;
eachTestApp(async (app) => {
  test = app;
  administrator = await test.signIn();
});

async function enrolled(hostname: string) {
  const workstation = await test.enroll(undefined, { hostname, public_key: newPublicKey() });
  const response = await test.get(`/api/v1/admin/devices?search=${hostname}`, administrator);
  return { ...workstation, id: response.json<DevicePage>().devices[0]?.id ?? '' };
}

async function revoke(ids: readonly string[], headers = administrator) {
  const response = await test.post(REVOKE, { device_ids: ids }, headers);
  expect(response.statusCode).toBe(200);
  const { results } = revokeAnswer.strict().parse(response.json());
  return Object.fromEntries(results.map(({ device_id, outcome }) => [device_id, outcome]));
}

describe('revoking devices', () => {
  it('ends token and key of each, and leaves the others alone', async () => {
    const [stolen, lost, kept] = [
      await enrolled('stolen'),
      await enrolled('lost'),
      await enrolled('kept'),
    ];
    expect(await revoke([stolen.id, lost.id])).toEqual({
      [stolen.id]: 'revoked',
      [lost.id]: 'revoked',
    });
    for (const { bearer } of [stolen, lost]) {
      expect((await test.get(WHOAMI, bearer)).statusCode).toBe(401);
    }
    expect((await test.get(WHOAMI, kept.bearer)).statusCode).toBe(200);
    expect([...test.gitHost.keys.keys()]).toEqual([kept.minted.ssh_key.fingerprint]);
  });

  it('ends every token that a workstation got before, too', async () => {
    const first = await enrolled('stolen');
    const second = await enrolled('stolen');
    expect(second.id).toBe(first.id);
    await revoke([first.id]);
    for (const { bearer } of [first, second]) {
      expect((await test.get(WHOAMI, bearer)).statusCode).toBe(401);
    }
    expect(test.gitHost.keys.size).toBe(0);
  });

  it('keeps the device in the list, as history', async () => {
    const { id } = await enrolled('stolen');
    await revoke([id]);
    const page = (await test.get('/api/v1/admin/devices', administrator)).json<DevicePage>();
    expect(page.devices).toMatchObject([{ id, name: 'stolen', state: 'revoked' }]);
    expect(await revoke([id])).toEqual({ [id]: 'revoked-before' });
  });

  it('ends every token when the git host fails for one, and its key once that answers', async () => {
    const devices = [await enrolled('one'), await enrolled('two'), await enrolled('three')];
    const broken = devices[1]?.minted.ssh_key.fingerprint;
    const removeKey = test.gitHost.removeKey.bind(test.gitHost);
    test.gitHost.removeKey = async (key) => {
      if (key.fingerprint === broken) throw new Error('the git host is away');
      await removeKey(key);
    };
    const outcomes = await revoke(devices.map(({ id }) => id));
    expect(Object.values(outcomes)).toEqual(['revoked', 'revoked', 'revoked']);
    for (const { bearer } of devices) {
      expect((await test.get(WHOAMI, bearer)).statusCode).toBe(401);
    }
    expect([...test.gitHost.keys.keys()]).toEqual([broken]);
    test.gitHost.removeKey = removeKey;
    await test.settle();
    expect(test.gitHost.keys.size).toBe(0);
  });

  it('ends the token of a device of one’s own', async () => {
    const { token } = await new RommDevice(test).pair(administrator);
    await revoke([token.device_id]);
    const bearer = { authorization: `Bearer ${token.access_token}` };
    expect((await test.get('/api/users/me', bearer)).statusCode).toBe(401);
  });

  it('is 400 for none, for too many and for what is no id', async () => {
    const id = '6f1c1f4e-3c39-4a5e-8f0a-1f1f5f0c9a11';
    for (const ids of [[], Array.from({ length: 101 }, () => id), ['lab-mac-01']]) {
      const response = await test.post(REVOKE, { device_ids: ids }, administrator);
      expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_request']);
    }
  });

  it('is 403 without a CSRF token or from another origin, and nothing ends', async () => {
    const { id, bearer } = await enrolled('kept');
    for (const forged of [{ 'x-csrf-token': '' }, { origin: 'https://evil.example' }]) {
      const headers = { ...administrator, ...forged };
      expect((await test.post(REVOKE, { device_ids: [id] }, headers)).statusCode).toBe(403);
    }
    expect((await test.get(WHOAMI, bearer)).statusCode).toBe(200);
  });
});

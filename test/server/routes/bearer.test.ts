import { describe, expect, it } from 'vitest';
import { sshKeyRegistration } from '../../../protocol/src/device-code-grant.ts';
import { parseSshPublicKey } from '../../../protocol/src/ssh-public-key.ts';
import { removeLapsedKeys } from '../../../server/src/credentials/remove-lapsed-keys.ts';
import { listLiveKeys } from '../../../server/src/credentials/ssh-key-store.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import type { TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

const WHOAMI = '/api/v1/forgejo/whoami';
const SSH_KEYS = '/api/v1/forgejo/workstations/ssh-keys';
const LABS = '/api/v1/forgejo/labs';

async function revoke(bearer: Record<string, string>) {
  return await test.app.inject({
    method: 'DELETE',
    url: '/api/v1/forgejo/tokens/self',
    headers: bearer,
  });
}

describe('whoami', () => {
  it('names kind, scopes, lab and end', async () => {
    const { bearer } = await test.enroll();
    const response = await test.get(WHOAMI, bearer);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      kind: 'workstation',
      scopes: ['workstations:register_ssh_key'],
      lab: 'NMGRL',
      expires_at: '2026-08-07T12:00:00.000Z',
    });
  });

  it('gives no end for a token that has none', async () => {
    const started = await test.start();
    const never = { expires_in: 'never' };
    await test.decide('approve', started.user_code, await test.signIn(), never);
    const { api_token } = (await test.poll(started.device_code)).json();
    const response = await test.get(WHOAMI, { authorization: `Bearer ${api_token}` });
    expect(response.json()).toMatchObject({ expires_at: null });
  });

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['an unknown token', { authorization: `Bearer pcy_NMGRL_${'a'.repeat(43)}` }],
  ])('is 401 for %s', async (_name, headers) => {
    const response = await test.get(WHOAMI, headers as Record<string, string>);
    expect([response.statusCode, response.json().code]).toEqual([401, 'invalid_token']);
  });
});

describe('tokens/self', () => {
  it('ends the token and its key, and is 401 afterwards', async () => {
    const { bearer } = await test.enroll();
    expect(test.gitHost.keys.size).toBe(1);
    const response = await revoke(bearer);
    expect([response.statusCode, response.body]).toEqual([204, '']);
    expect(test.gitHost.keys.size).toBe(0);
    expect((await test.get(WHOAMI, bearer)).statusCode).toBe(401);
    expect((await revoke(bearer)).statusCode).toBe(401);
  });

  it('takes a client that announces JSON and sends none', async () => {
    const { bearer } = await test.enroll();
    const headers = { ...bearer, 'content-type': 'application/json' };
    expect((await revoke(headers)).statusCode).toBe(204);
  });

  it('ends the token when the git host fails, and the key once that answers', async () => {
    const { bearer } = await test.enroll();
    test.gitHost.failWith = new Error('away');
    expect((await revoke(bearer)).statusCode).toBe(204);
    expect((await test.get(WHOAMI, bearer)).statusCode).toBe(401);
    await test.settle();
    expect(test.gitHost.keys.size).toBe(1);
    test.gitHost.failWith = null;
    await test.settle();
    expect(test.gitHost.keys.size).toBe(0);
  });
});

describe('workstations/ssh-keys', () => {
  it('replaces the key of the same token', async () => {
    const { bearer, minted } = await test.enroll();
    const response = await test.post(SSH_KEYS, { public_key: newPublicKey() }, bearer);
    expect(response.statusCode).toBe(201);
    expect(sshKeyRegistration.safeParse(response.json()).success).toBe(true);
    const { fingerprint } = response.json();
    expect(fingerprint).not.toBe(minted.ssh_key.fingerprint);
    expect([...test.gitHost.keys.keys()]).toEqual([fingerprint]);
    expect((await listLiveKeys(test.db)).map((key) => key.fingerprint)).toEqual([fingerprint]);
  });

  it('is 200 for the key that it has already', async () => {
    const publicKey = newPublicKey();
    const { bearer } = await test.enroll(undefined, { public_key: publicKey });
    const response = await test.post(SSH_KEYS, { public_key: publicKey }, bearer);
    expect(response.statusCode).toBe(200);
    expect(test.gitHost.keys.size).toBe(1);
  });

  it('is 409 for the key of another token and 422 for no key', async () => {
    const taken = newPublicKey();
    await test.enroll(undefined, { public_key: taken, hostname: 'lab-mac-02' });
    const { bearer } = await test.enroll();
    expect((await test.post(SSH_KEYS, { public_key: taken }, bearer)).statusCode).toBe(409);
    expect((await test.post(SSH_KEYS, { public_key: 'none' }, bearer)).statusCode).toBe(422);
    expect(test.gitHost.keys.size).toBe(2);
  });

  it('is 403 without the scope', async () => {
    const { bearer } = await test.enroll(['device-codes:approve']);
    const response = await test.post(SSH_KEYS, { public_key: newPublicKey() }, bearer);
    expect(response.statusCode).toBe(403);
  });

  it('keeps the old key when the git host fails', async () => {
    const { bearer, minted } = await test.enroll();
    test.gitHost.failWith = new Error('away');
    const response = await test.post(SSH_KEYS, { public_key: newPublicKey() }, bearer);
    expect(response.statusCode).toBe(500);
    const live = await listLiveKeys(test.db);
    expect(live.map((key) => key.fingerprint)).toEqual([minted.ssh_key.fingerprint]);
  });

  it('is 409 for a key that somebody else has on the git host, and keeps the old one', async () => {
    const { bearer, minted } = await test.enroll();
    const publicKey = newPublicKey();
    test.gitHost.taken.add(parseSshPublicKey(publicKey)?.fingerprint ?? '');
    const response = await test.post(SSH_KEYS, { public_key: publicKey }, bearer);
    expect(response.statusCode).toBe(409);
    expect([...test.gitHost.keys.keys()]).toEqual([minted.ssh_key.fingerprint]);
  });
});

describe('labs/{lab}', () => {
  it('lists the repositories of the own lab', async () => {
    const { bearer } = await test.enroll();
    await test.gitHost.ensureRepository('NMGRL/Irradiations');
    const response = await test.get(`${LABS}/NMGRL/repositories`, bearer);
    expect(response.statusCode).toBe(200);
    expect(response.json().repositories).toContainEqual({
      repository_identifier: 'NMGRL/Irradiations',
      ssh_url: 'git@pychron-NMGRL:NMGRL/Irradiations.git',
      https_url: '',
      default_branch: 'main',
      description: '',
    });
  });

  it('names the default metadata repository', async () => {
    const { bearer } = await test.enroll();
    const response = await test.get(`${LABS}/NMGRL/default-metadata-repo`, bearer);
    expect(response.json()).toEqual({
      repository_identifier: 'NMGRL/MetaData',
      ssh_url: 'git@pychron-NMGRL:NMGRL/MetaData.git',
      https_url: '',
      branch: 'main',
    });
  });

  it.each(['repositories', 'default-metadata-repo'])(
    'is 404 alike for the %s of another lab and of none',
    async (resource) => {
      const { bearer } = await test.enroll();
      const other = await test.get(`${LABS}/OTHER/${resource}`, bearer);
      const none = await test.get(`${LABS}/NOWHERE/${resource}`, bearer);
      expect([other.statusCode, none.statusCode]).toEqual([404, 404]);
      expect(other.body).toBe(none.body);
      expect((await test.get(`${LABS}/NMGRL/${resource}`)).statusCode).toBe(401);
    },
  );
});

describe('removeLapsedKeys', () => {
  it('takes the key of a credential that has run out from the git host, and no other', async () => {
    const headers = await test.signIn();
    const lapsing = await test.start({ hostname: 'lapsing' });
    await test.decide('approve', lapsing.user_code, headers, { expires_in: '30d' });
    await test.poll(lapsing.device_code);
    const { minted } = await test.enroll();
    test.clock.advance(30 * 86_400);
    await removeLapsedKeys(test);
    expect([...test.gitHost.keys.keys()]).toEqual([minted.ssh_key.fingerprint]);
    expect(await listLiveKeys(test.db)).toHaveLength(1);
  });
});

import { describe, expect, it, vi } from 'vitest';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { newPublicKey } from '../../../support/new-public-key.ts';
import { CLIENT_ID, OAuthFlow, OTHER_CLIENT_ID } from '../../../support/oauth-flow.ts';
import type { TestApp } from '../../../support/test-app.ts';

let test: TestApp;
let flow: OAuthFlow;
eachTestApp(async (app) => {
  test = app;
  flow = await OAuthFlow.create(test);
});

async function revoke(token: string, form: Record<string, string> = {}) {
  return await test.postForm('/oauth/revoke', { token, client_id: CLIENT_ID, ...form });
}

async function whoami(bearer: { authorization: string }): Promise<number> {
  return (await test.get('/api/v1/forgejo/whoami', bearer)).statusCode;
}

describe('the revocation endpoint', () => {
  it('ends a token and the key that was registered with it', async () => {
    const { token, bearer } = await flow.obtain();
    const key = { public_key: newPublicKey() };
    const added = await test.post('/api/v1/forgejo/workstations/ssh-keys', key, bearer);
    expect([added.statusCode, test.gitHost.keys.size]).toEqual([201, 1]);
    const response = await revoke(token, { token_type_hint: 'access_token' });
    expect([response.statusCode, response.body]).toEqual([200, '']);
    expect(response.headers['cache-control']).toBe('no-store');
    expect([await whoami(bearer), test.gitHost.keys.size]).toEqual([401, 0]);
  });

  it("ends a workstation's token, and its key, for whoever holds it", async () => {
    const { minted, bearer } = await test.enroll();
    expect((await revoke(minted.api_token)).statusCode).toBe(200);
    expect([await whoami(bearer), test.gitHost.keys.size]).toEqual([401, 0]);
  });

  it.each([
    ['unknown', `pcy_NMGRL_${'x'.repeat(43)}`],
    ['no token of ours', 'canary'],
  ])('is 200 for a token that is %s', async (_name, token) => {
    const response = await revoke(token);
    expect([response.statusCode, response.body]).toEqual([200, '']);
  });

  it('is 200 for a token that was revoked or has run out', async () => {
    const { token } = await flow.obtain();
    await revoke(token);
    expect((await revoke(token)).statusCode).toBe(200);
    const lapsing = await flow.obtain(undefined, { expires_in: '30d' });
    test.clock.advance(30 * 86_400);
    expect((await revoke(lapsing.token)).statusCode).toBe(200);
  });

  it('refuses a token of another client', async () => {
    const { token, bearer } = await flow.obtain();
    const response = await revoke(token, { client_id: OTHER_CLIENT_ID });
    expect([response.statusCode, response.json().error]).toEqual([400, 'invalid_grant']);
    expect(await whoami(bearer)).toBe(200);
  });

  it.each([
    ['no token', { token: '' }, 'invalid_request'],
    ['no client', { client_id: '' }, 'invalid_request'],
    ['an unknown client', { client_id: 'nobody' }, 'invalid_client'],
  ])('refuses %s', async (_name, form, error) => {
    const response = await revoke('x', form);
    expect([response.statusCode, response.json().error]).toEqual([400, error]);
  });

  it('is 503 while the database fails: the token is still valid then', async () => {
    const { minted, bearer } = await test.enroll();
    vi.spyOn(test.db, 'transaction').mockRejectedValueOnce(new Error('disk full'));
    const response = await revoke(minted.api_token);
    expect([response.statusCode, response.json().error]).toEqual([503, 'temporarily_unavailable']);
    expect(response.headers['retry-after']).toBe('5');
    expect(response.body).not.toContain('disk');
    expect(await whoami(bearer)).toBe(200);
    expect((await revoke(minted.api_token)).statusCode).toBe(200);
    expect(await whoami(bearer)).toBe(401);
  });
});

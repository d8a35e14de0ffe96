import { describe, expect, it } from 'vitest';
import { eachTestApp } from '../../../support/each-test-app.ts';
import { CLIENT_ID, OAuthFlow } from '../../../support/oauth-flow.ts';
import type { TestApp } from '../../../support/test-app.ts';

let test: TestApp;
let flow: OAuthFlow;
eachTestApp(async (app) => {
  test = app;
  flow = await OAuthFlow.create(test);
});

async function introspect(token: string, headers: Record<string, string> = {}) {
  return await test.postForm('/oauth/introspect', { token }, headers);
}

const INACTIVE = { active: false };

describe('the introspection endpoint', () => {
  it('tells a token what it stands for', async () => {
    const { token, bearer } = await flow.obtain(undefined, { expires_in: '30d' });
    const response = await introspect(token, bearer);
    expect(response.statusCode).toBe(200);
    const issuedAt = Date.parse('2026-05-09T12:00:00Z') / 1_000;
    expect(response.json()).toEqual({
      active: true,
      scope: 'workstations:register_ssh_key',
      client_id: CLIENT_ID,
      token_type: 'Bearer',
      iat: issuedAt,
      exp: issuedAt + 30 * 86_400,
      sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iss: 'https://enroll.example',
      lab: 'NMGRL',
    });
    expect(response.headers['cache-control']).toBe('no-store');
  });

  it('names no client for a workstation, and no end for a token without one', async () => {
    const { minted, bearer } = await test.enroll();
    expect(await (await introspect(minted.api_token, bearer)).json()).not.toHaveProperty(
      'client_id',
    );
    const endless = await flow.obtain(undefined, { expires_in: 'never' });
    expect((await introspect(endless.token, endless.bearer)).json()).not.toHaveProperty('exp');
  });

  it('tells an approving token about every token of its lab', async () => {
    const approver = await flow.obtain('device-codes:approve');
    const { token } = await flow.obtain();
    expect((await introspect(token, approver.bearer)).json().active).toBe(true);
  });

  it('tells nobody else about it', async () => {
    const { token } = await flow.obtain();
    const colleague = await flow.obtain();
    expect((await introspect(token, colleague.bearer)).json()).toEqual(INACTIVE);
    const started = await flow.start({ scope: 'device-codes:approve' });
    const eve = await test.signIn('eve@example.org');
    const approval = { lab: 'OTHER', scopes: ['device-codes:approve'] };
    await test.decide('approve', started.user_code, eve, approval);
    const { access_token } = (await flow.poll(started.device_code)).json();
    const foreign = { authorization: `Bearer ${access_token}` };
    expect((await introspect(token, foreign)).json()).toEqual(INACTIVE);
  });

  it('says of unknown, revoked and lapsed tokens that they are not active, and no more', async () => {
    const approver = await flow.obtain('device-codes:approve');
    const revoked = await flow.obtain();
    await test.postForm('/oauth/revoke', { token: revoked.token, client_id: CLIENT_ID });
    const lapsed = await flow.obtain(undefined, { expires_in: '30d' });
    test.clock.advance(30 * 86_400);
    for (const token of ['x', `pcy_NMGRL_${'x'.repeat(43)}`, revoked.token, lapsed.token]) {
      const response = await introspect(token, approver.bearer);
      expect([response.statusCode, response.json()]).toEqual([200, INACTIVE]);
    }
  });

  it('is 401 for nobody, and says what it wants (RFC 6750 section 3)', async () => {
    const { token } = await flow.obtain();
    const response = await introspect(token);
    expect([response.statusCode, response.json().error]).toEqual([401, 'invalid_token']);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="onbench"');
  });

  it.each([
    ['an unknown token', `Bearer pcy_NMGRL_${'x'.repeat(43)}`],
    ['client credentials', 'Basic eDp5'],
  ])('is 401 for %s', async (_name, authorization) => {
    const response = await introspect('x', { authorization });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('refuses a request without a token to look at', async () => {
    const { bearer } = await flow.obtain();
    const response = await introspect('', bearer);
    expect([response.statusCode, response.json().error]).toEqual([400, 'invalid_request']);
  });
});

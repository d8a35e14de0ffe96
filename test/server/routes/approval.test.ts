import { describe, expect, it } from 'vitest';
import { grantList, grantSummary } from '../../../protocol/src/approval-api.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { newPublicKey } from '../../support/new-public-key.ts';
import { EMAIL, type TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

const LIST = '/api/v1/forgejo/device-codes';
const APPROVE_SCOPE = 'device-codes:approve';

describe('lookup', () => {
  it('shows what asks, never a code or a hash', async () => {
    const started = await test.start({
      client: { name: 'Onbench', version: '0.1.0', platform: 'linux' },
    });
    const response = await test.decide('lookup', started.user_code, await test.signIn());
    expect(response.statusCode).toBe(200);
    expect(grantSummary.strict().safeParse(response.json()).success).toBe(true);
    expect(response.json()).toMatchObject({
      status: 'pending',
      hostname: 'lab-mac-01',
      client: { name: 'Onbench', version: '0.1.0', platform: 'linux' },
      key_fingerprint: expect.stringMatching(/^SHA256:/),
      requested_from: '127.0.0.1',
      known_workstation: false,
      created_at: '2026-05-09T12:00:00.000Z',
      lab: null,
    });
  });

  it('knows a workstation that was enrolled before, to administrators of its lab only', async () => {
    await test.enroll();
    const started = await test.start();
    const own = await test.decide('lookup', started.user_code, await test.signIn());
    const eve = await test.signIn('eve@example.org');
    const other = await test.decide('lookup', started.user_code, eve);
    expect(own.json().known_workstation).toBe(true);
    expect(other.json().known_workstation).toBe(false);
  });

  it.each([
    ['lower case', (code: string) => code.toLowerCase()],
    ['without the dash', (code: string) => code.replace('-', '')],
    ['with spaces and dots', (code: string) => ` ${[...code].join(' ')}. `],
  ])('takes a code typed %s', async (_name, typed) => {
    const started = await test.start();
    const headers = await test.signIn();
    expect((await test.decide('lookup', typed(started.user_code), headers)).statusCode).toBe(200);
  });

  it('changes nothing', async () => {
    const started = await test.start();
    const headers = await test.signIn();
    for (let count = 0; count < 20; count += 1) {
      await test.decide('lookup', started.user_code, headers);
    }
    await test.get(`/device?user_code=${started.user_code}`, headers);
    expect((await test.poll(started.device_code)).statusCode).toBe(425);
  });
});

describe.each(['lookup', 'approve', 'deny'] as const)('%s', (verb) => {
  it('is 404 unknown_code for a code that nobody was given', async () => {
    const headers = await test.signIn();
    for (const typed of ['BBBB-BBBB', 'ABC', '', 'ＢＢＢＢ-ＢＢＢＢ'].filter(Boolean)) {
      const response = await test.decide(verb, typed, headers);
      expect([response.statusCode, response.json().code]).toEqual([404, 'unknown_code']);
    }
  });

  it('is 404 expired_code once the time is up', async () => {
    const started = await test.start();
    test.clock.advance(15 * 60);
    const headers = await test.signIn();
    const response = await test.decide(verb, started.user_code, headers);
    expect([response.statusCode, response.json().code]).toEqual([404, 'expired_code']);
  });

  it.each(['approve', 'deny'] as const)('is 410 already_decided after %s', async (first) => {
    const started = await test.start();
    const headers = await test.signIn();
    await test.decide(first, started.user_code, headers);
    const response = await test.decide(verb, started.user_code, headers);
    expect([response.statusCode, response.json().code]).toEqual([410, 'already_decided']);
    expect(response.json().message).toContain(first === 'deny' ? 'denied' : 'approved');
  });

  it('is 401 for nobody, before anything is said about the code or the body', async () => {
    const response = await test.post(`${LIST}/${verb}`, {});
    expect([response.statusCode, response.json().code]).toEqual([401, 'not_signed_in']);
  });

  it.each([
    ['without a CSRF token', { 'x-csrf-token': '' }],
    ['with a made-up CSRF token', { 'x-csrf-token': 'aaaaaaaa-bbbbbbbbbbbbbbbb' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from an opaque origin', { origin: 'null' }],
  ])('is 403 %s, and nothing happens', async (_name, forged) => {
    const started = await test.start();
    const headers = { ...(await test.signIn()), ...forged };
    const response = await test.decide(verb, started.user_code, headers);
    expect([response.statusCode, response.json().code]).toEqual([403, 'forbidden']);
    expect((await test.poll(started.device_code)).statusCode).toBe(425);
  });

  it("is 403 with another session's CSRF token", async () => {
    const started = await test.start();
    const other = await test.signIn('eve@example.org');
    const headers = { ...(await test.signIn()), 'x-csrf-token': other['x-csrf-token'] ?? '' };
    expect((await test.decide(verb, started.user_code, headers)).statusCode).toBe(403);
  });
});

describe('approve', () => {
  it('freezes the decision and says it back', async () => {
    const started = await test.start();
    const headers = await test.signIn();
    const response = await test.decide('approve', started.user_code, headers);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      status: 'approved',
      lab: 'NMGRL',
      technician_email: 'tech@example.org',
      decided_by: EMAIL,
      decided_at: '2026-05-09T12:00:00.000Z',
    });
  });

  it.each([
    ['no lab', { lab: '' }],
    ['no technician', { technician_email: 'tech' }],
    ['no scope', { scopes: [] }],
    ['an unknown scope', { scopes: ['everything'] }],
    ['an unknown lifetime', { expires_in: '2d' }],
  ])('is 422 for %s', async (_name, body) => {
    const started = await test.start();
    const headers = await test.signIn();
    const response = await test.decide('approve', started.user_code, headers, body);
    expect([response.statusCode, response.json().code]).toEqual([422, 'invalid_request']);
  });

  it.each(['OTHER', 'NOWHERE'])('is 403 for the lab %s of others', async (lab) => {
    const started = await test.start();
    const headers = await test.signIn();
    const response = await test.decide('approve', started.user_code, headers, { lab });
    expect([response.statusCode, response.json().code]).toEqual([403, 'forbidden']);
    expect((await test.poll(started.device_code)).statusCode).toBe(425);
  });

  it('gives the first of two racing decisions the say', async () => {
    const started = await test.start();
    const headers = await test.signIn();
    const responses = await Promise.all([
      test.decide('approve', started.user_code, headers),
      test.decide('deny', started.user_code, headers),
    ]);
    expect(responses.map((response) => response.statusCode).sort()).toEqual([200, 410]);
  });

  it('gives a token the lifetime that was chosen', async () => {
    const started = await test.start();
    const headers = await test.signIn();
    await test.decide('approve', started.user_code, headers, { expires_in: '30d' });
    const { api_token } = (await test.poll(started.device_code)).json();
    const bearer = { authorization: `Bearer ${api_token}` };
    test.clock.advance(30 * 86_400 - 1);
    expect((await test.get('/api/v1/forgejo/whoami', bearer)).statusCode).toBe(200);
    test.clock.advance(1);
    expect((await test.get('/api/v1/forgejo/whoami', bearer)).statusCode).toBe(401);
  });
});

describe('a token as approver', () => {
  it('decides for its own lab', async () => {
    const { bearer } = await test.enroll(['workstations:register_ssh_key', APPROVE_SCOPE]);
    const started = await test.start();
    const response = await test.decide('approve', started.user_code, bearer);
    expect(response.statusCode).toBe(200);
    expect((await test.poll(started.device_code)).statusCode).toBe(200);
  });

  it('is 403 for another lab and for scopes that it does not hold', async () => {
    const { bearer } = await test.enroll([APPROVE_SCOPE]);
    const { user_code } = await test.start();
    const elsewhere = await test.decide('approve', user_code, bearer, { lab: 'OTHER' });
    const beyond = await test.decide('approve', user_code, bearer);
    expect([elsewhere.statusCode, beyond.statusCode]).toEqual([403, 403]);
  });

  it('is 403 without the scope and 401 when it is not valid', async () => {
    const { bearer } = await test.enroll();
    expect((await test.get(LIST, bearer)).statusCode).toBe(403);
    const invented = { authorization: `Bearer pcy_NMGRL_${'x'.repeat(43)}` };
    expect((await test.get(LIST, invented)).statusCode).toBe(401);
  });
});

describe('list', () => {
  it('is newest first, with each status', async () => {
    const headers = await test.signIn();
    const lapsing = await test.start({ hostname: 'lapsed' });
    test.clock.advance(14 * 60);
    const denied = await test.start({ hostname: 'denied' });
    await test.decide('deny', denied.user_code, headers);
    test.clock.advance(30);
    await test.enroll(undefined, { hostname: 'consumed' });
    test.clock.advance(30);
    await test.start({ hostname: 'pending' });
    const response = await test.get(LIST, headers);
    expect(grantList.safeParse(response.json()).success).toBe(true);
    const rows: { hostname: string; status: string }[] = response.json().device_codes;
    expect(rows.map(({ hostname, status }) => [hostname, status])).toEqual([
      ['pending', 'pending'],
      ['consumed', 'consumed'],
      ['denied', 'denied'],
      ['lapsed', 'expired'],
    ]);
    for (const code of [lapsing, denied]) {
      expect(response.body).not.toContain(code.user_code);
      expect(response.body).not.toContain(code.device_code);
    }
  });

  it("does not show what was decided for another administrator's lab", async () => {
    const denied = await test.start({ hostname: 'denied' });
    await test.decide('deny', denied.user_code, await test.signIn());
    await test.enroll(undefined, { hostname: 'consumed', public_key: newPublicKey() });
    const response = await test.get(LIST, await test.signIn('eve@example.org'));
    expect(response.json().device_codes).toEqual([]);
  });
});

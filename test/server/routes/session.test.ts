import { hash } from '@node-rs/argon2';
import { describe, expect, it } from 'vitest';
import { GRANTABLE_SCOPES } from '../../../protocol/src/grantable-scopes.ts';
import { Secret } from '../../../protocol/src/secret.ts';
import { changePassword, findAdministrator } from '../../../server/src/accounts/administrators.ts';
import { createPasswordHasher } from '../../../server/src/accounts/password-hasher.ts';
import { OPERATOR_AGENT } from '../../../server/src/audit/agent.ts';
import { administrators } from '../../../server/src/db/schema.ts';
import { eachTestApp } from '../../support/each-test-app.ts';
import { EMAIL, PASSWORD, PUBLIC_URL, type TestApp } from '../../support/test-app.ts';

let test: TestApp;
eachTestApp((app) => {
  test = app;
});

const SESSION = '/api/v1/session';
const origin = { origin: PUBLIC_URL };

async function signIn(password = PASSWORD, headers: Record<string, string> = origin) {
  return await test.post(SESSION, { email: EMAIL.toUpperCase(), password }, headers);
}

describe('session', () => {
  it('signs in with a hardened cookie and says who, for which labs', async () => {
    const response = await signIn();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toEqual({
      administrator: { email: EMAIL },
      labs: ['NMGRL'],
      may_grant: [...GRANTABLE_SCOPES],
      server_administrator: false,
      csrf_token: expect.any(String),
    });
    expect(response.cookies).toEqual([
      expect.objectContaining({
        name: '__Host-onbench-session',
        httpOnly: true,
        secure: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: 43_200,
      }),
    ]);
    const [cookie] = response.cookies;
    const again = await test.get(SESSION, { cookie: `${cookie?.name}=${cookie?.value}` });
    expect(again.json().administrator.email).toBe(EMAIL);
  });

  it('gives a new id at each sign-in and ends the old one', async () => {
    const { cookie = '' } = await test.signIn();
    const response = await signIn(PASSWORD, { ...origin, cookie });
    expect(response.cookies[0]?.value).not.toBe(cookie.split('=')[1]);
    expect((await test.get(SESSION, { cookie })).statusCode).toBe(401);
  });

  it('is 401 with the same words for a wrong password and an unknown account', async () => {
    const wrong = await signIn('not this one');
    const unknown = await test.post(SESSION, { email: 'who@example.org', password: 'x' }, origin);
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(wrong.body).toBe(unknown.body);
    expect(wrong.json().code).toBe('wrong_credentials');
  });

  it.each([
    ['no origin', {}],
    ['another origin', { origin: 'https://evil.example' }],
  ])('is 403 with %s', async (_name, headers) => {
    const response = await signIn(PASSWORD, headers as Record<string, string>);
    expect([response.statusCode, response.json().code]).toEqual([403, 'forbidden']);
    expect(response.cookies).toEqual([]);
  });

  it('makes a guesser wait, and says how long', async () => {
    for (let count = 0; count < 3; count += 1) await signIn('a guess');
    const response = await signIn();
    expect([response.statusCode, response.json().code]).toEqual([429, 'too_many_attempts']);
    expect(response.headers['retry-after']).toBe('1');
    test.clock.advance(1);
    expect((await signIn()).statusCode).toBe(200);
  });

  it('is 400 without an e-mail address', async () => {
    const response = await test.post(SESSION, { email: 'ada', password: 'x' }, origin);
    expect([response.statusCode, response.json().code]).toEqual([400, 'invalid_request']);
  });

  it('ends after 12 hours', async () => {
    const { cookie = '' } = await test.signIn();
    test.clock.advance(12 * 3_600 - 1);
    expect((await test.get(SESSION, { cookie })).statusCode).toBe(200);
    test.clock.advance(1);
    expect((await test.get(SESSION, { cookie })).statusCode).toBe(401);
  });

  it('signs out, with CSRF token and Origin only', async () => {
    const headers = await test.signIn();
    const signOut = (given: Record<string, string>) =>
      test.app.inject({ method: 'DELETE', url: SESSION, headers: given });
    const forged = await signOut({ cookie: headers.cookie ?? '', origin: PUBLIC_URL });
    expect(forged.statusCode).toBe(403);
    expect((await signOut(headers)).statusCode).toBe(204);
    expect((await test.get(SESSION, headers)).statusCode).toBe(401);
    expect((await signOut({})).statusCode).toBe(204);
  });

  it('stores the password anew when its hash is of older parameters', async () => {
    const old = await hash(PASSWORD, { memoryCost: 19 * 1_024, timeCost: 2, parallelism: 1 });
    await test.db.update(administrators).set({ passwordHash: old });
    expect((await signIn('wrong')).statusCode).toBe(401);
    expect((await findAdministrator(test.db, EMAIL))?.passwordHash).toBe(old);
    expect((await signIn()).statusCode).toBe(200);
    const account = await findAdministrator(test.db, EMAIL);
    expect(account?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/);
    expect((await signIn()).statusCode).toBe(200);
  });

  it('ends when the password is changed', async () => {
    const headers = await test.signIn();
    const hash = await createPasswordHasher().hash(new Secret('another password'));
    expect(await changePassword(test.db, EMAIL, hash, OPERATOR_AGENT)).toBe(true);
    expect((await test.get(SESSION, headers)).statusCode).toBe(401);
    expect((await signIn()).statusCode).toBe(401);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { eachTestApp } from '../../support/each-test-app.ts';
import { RommDevice } from '../../support/romm-device.ts';
import { type RegisteredRoute, routesOf } from '../../support/routes-of.ts';
import type { TestApp } from '../../support/test-app.ts';

/* What must hold for each route there is, those that are added later included. */

let test: TestApp;
let ada: Record<string, string>;
eachTestApp((app) => {
  test = app;
});
beforeEach(async () => {
  ada = await test.signIn();
});

/** Workstations, programs and OAuth clients call these; a browser's session means nothing to them. */
const WITHOUT_SESSION = new Set([
  'POST /api/v1/forgejo/device-codes',
  'POST /api/v1/forgejo/device-codes/poll',
  'POST /api/v1/forgejo/device-codes/ack',
  'POST /api/v1/forgejo/workstations/ssh-keys',
  'DELETE /api/v1/forgejo/tokens/self',
  'POST /api/v1/disown/lookup',
  'POST /api/v1/disown',
  'POST /api/auth/device/init',
  'POST /api/auth/device/token',
  'POST /oauth/device_authorization',
  'POST /oauth/token',
  'POST /oauth/revoke',
  'POST /oauth/introspect',
]);

const nameOf = ({ method, url }: RegisteredRoute) => `${method} ${url}`;

async function call({ method, url }: RegisteredRoute, headers: Record<string, string>) {
  const form = url.startsWith('/oauth/');
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json';
  return await test.app.inject({
    method: method as 'POST',
    url: url.replace(/:\w+/g, '1'),
    headers: { ...headers, ...(method === 'DELETE' ? {} : { 'content-type': type }) },
    ...(method === 'DELETE' ? {} : { payload: form ? '' : '{}' }),
  });
}

describe('a route that changes something (security.md T19)', () => {
  const changing = () => routesOf(test.app).filter(({ method }) => method !== 'GET');

  it('is one of those that are known to take no session, or refuses foreign pages', async () => {
    const names = routesOf(test.app).map(nameOf);
    expect(names).toContain('POST /api/v1/forgejo/device-codes/approve');
    expect(names).toContain('DELETE /api/client-tokens/:id');
    for (const known of WITHOUT_SESSION) expect(names).toContain(known);

    const foreign = { ...ada, origin: 'https://evil.example' };
    const answers = [];
    for (const route of changing().filter((each) => !WITHOUT_SESSION.has(nameOf(each)))) {
      // Signing in makes the session; its body comes first.
      if (nameOf(route) === 'POST /api/v1/session') continue;
      answers.push([nameOf(route), (await call(route, foreign)).statusCode]);
      const { 'x-csrf-token': _token, ...withoutToken } = ada;
      answers.push([nameOf(route), (await call(route, withoutToken)).statusCode]);
    }
    expect(answers.length).toBeGreaterThan(10);
    expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
    expect((await test.get('/api/v1/session', ada)).statusCode).toBe(200);
  });

  it('does the same with and without a session where it takes none', async () => {
    for (const route of changing().filter((each) => WITHOUT_SESSION.has(nameOf(each)))) {
      const [signedIn, nobody] = [await call(route, ada), await call(route, {})];
      expect([nameOf(route), signedIn.statusCode, signedIn.body]).toEqual([
        nameOf(route),
        nobody.statusCode,
        nobody.body,
      ]);
      expect(signedIn.statusCode).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('every answer (security.md T20)', () => {
  it('carries the headers that keep browsers from being misled', async () => {
    for (const route of routesOf(test.app)) {
      const { headers } = await call(route, {});
      expect([nameOf(route), headers['x-content-type-options']]).toEqual([
        nameOf(route),
        'nosniff',
      ]);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|data:/);
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });
});

describe('a route with an id (security.md T23)', () => {
  /** What another administrator gets for the ids of Ada's. */
  const OTHERS: Readonly<Record<string, readonly number[]>> = {
    'GET /api/v1/forgejo/labs/:lab/repositories': [401],
    'GET /api/v1/forgejo/labs/:lab/default-metadata-repo': [401],
    'GET /api/auth/device/pending/:user_code': [200],
    'GET /api/v1/admin/devices/:id': [404],
    'PATCH /api/v1/admin/devices/:id': [400],
    'DELETE /api/v1/admin/expected/:id': [404],
    'DELETE /api/v1/admin/enrollment-days/:id': [404],
    'PUT /api/v1/admin/administrators/:id': [403],
    'DELETE /api/v1/admin/administrators/:id': [403],
    'GET /api/devices/:id': [404],
    'PUT /api/devices/:id': [404],
    'DELETE /api/devices/:id': [404],
    'DELETE /api/client-tokens/:id': [404],
  };

  it('gives another administrator nothing that is not theirs', async () => {
    const device = new RommDevice(test);
    const paired = await device.pair(ada);
    const [token] = (await test.get('/api/client-tokens', ada)).json();
    const waiting = await device.init();
    const eve = await test.signIn('eve@example.org');
    const idOf = (url: string) => {
      if (url.includes(':lab')) return 'NMGRL';
      // Nobody's yet: whoever reads the code on the device's screen may look.
      if (url.includes(':user_code')) return waiting.user_code;
      return url.includes('client-tokens') ? String(token.id) : paired.token.device_id;
    };
    const answers: Record<string, readonly number[]> = {};
    for (const route of routesOf(test.app).filter(({ url }) => url.includes(':'))) {
      const url = route.url.replace(/:\w+/, idOf(route.url));
      answers[nameOf(route)] = [(await call({ ...route, url }, eve)).statusCode];
    }
    expect(answers).toEqual(OTHERS);
    expect((await test.get(`/api/devices/${paired.token.device_id}`, ada)).statusCode).toBe(200);
    expect((await device.pending(waiting.user_code, ada)).statusCode).toBe(200);
  });
});

describe('the complete link (security.md T02)', () => {
  it('decides nothing, opened 1,000 times', async () => {
    const started = await test.start();
    const { pathname, search } = new URL(started.verification_url_complete);
    for (let count = 0; count < 1_000; count += 1) {
      test.clock.advance(0.1);
      await test.get(`${pathname}${search}`, ada);
    }
    expect((await test.poll(started.device_code)).statusCode).toBe(425);
  });
});

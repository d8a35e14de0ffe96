import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eachTestApp } from '../../support/each-test-app.ts';
import { CLIENT_ID, DEVICE_GRANT, OAuthFlow } from '../../support/oauth-flow.ts';
import { RommDevice } from '../../support/romm-device.ts';
import type { TestApp } from '../../support/test-app.ts';

/* That what the server answers, in each of the three dialects, is what its document says. */

interface Content {
  readonly schema: { readonly $ref?: string };
}

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
  readonly paths: Readonly<
    Record<
      string,
      Record<string, { responses: Record<string, { content?: Record<string, Content> }> }>
    >
  >;
}

interface Answer {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

let test: TestApp;
let document: Document;
eachTestApp(async (app) => {
  test = app;
  document = (await test.get('/api/openapi.json')).json();
});

/** What the document says of this status, tried on the answer. */
function expectDescribed(operation: string, status: number, answer: Answer): void {
  const [method = '', path = ''] = operation.split(' ');
  expect([operation, answer.statusCode]).toEqual([operation, status]);
  const described = document.paths[path]?.[method.toLowerCase()]?.responses[status];
  expect(described, `${operation} ${status}`).toBeDefined();
  if (!described?.content) {
    expect(answer.body).toBe('');
    return;
  }
  const [[type, { schema }]] = Object.entries(described.content) as [[string, Content]];
  expect(String(answer.headers['content-type'])).toContain(type);
  const name = schema.$ref?.split('/').at(-1);
  const jsonSchema = name === undefined ? schema : document.components.schemas[name];
  const parsed = z.fromJSONSchema(jsonSchema as never).safeParse(JSON.parse(answer.body));
  expect(parsed.error?.issues, `${operation} ${status}`).toBeUndefined();
}

describe('the pychronAPI dialect', () => {
  const START = 'POST /api/v1/forgejo/device-codes';
  const POLL = `${START}/poll`;

  it('answers as described', async () => {
    const ada = await test.signIn();
    const start = await test.post('/api/v1/forgejo/device-codes', test.startRequest());
    expectDescribed(START, 201, start);
    expectDescribed(START, 400, await test.post('/api/v1/forgejo/device-codes', {}));
    const { device_code, user_code } = start.json();
    expectDescribed(POLL, 425, await test.poll(device_code));
    expectDescribed(POLL, 429, await test.poll(device_code));
    expectDescribed(POLL, 410, await test.poll('unknown'));

    expectDescribed(`${START}/lookup`, 200, await test.decide('lookup', user_code, ada));
    expectDescribed(`${START}/approve`, 401, await test.decide('approve', user_code, {}));
    const beyond = { lab: 'OTHER' };
    expectDescribed(`${START}/approve`, 403, await test.decide('approve', user_code, ada, beyond));
    const invalid = { technician_email: 'nobody' };
    expectDescribed(`${START}/approve`, 422, await test.decide('approve', user_code, ada, invalid));
    expectDescribed(`${START}/approve`, 200, await test.decide('approve', user_code, ada));
    expectDescribed(`${START}/deny`, 410, await test.decide('deny', user_code, ada));
    expectDescribed(`${START}/deny`, 404, await test.decide('deny', 'BCDF-GHJK', ada));
    expectDescribed(
      'GET /api/v1/forgejo/device-codes',
      200,
      await test.get('/api/v1/forgejo/device-codes', ada),
    );

    const minted = await test.poll(device_code);
    expectDescribed(POLL, 200, minted);
    expectDescribed(POLL, 410, await test.poll(device_code));
    const ack = await test.post('/api/v1/forgejo/device-codes/ack', { device_code });
    expectDescribed(`${START}/ack`, 410, ack);

    const denied = await test.start();
    await test.decide('deny', denied.user_code, ada);
    expectDescribed(POLL, 403, await test.poll(denied.device_code));
  });

  it('answers a token as described', async () => {
    const { bearer } = await test.enroll();
    const base = '/api/v1/forgejo';
    const keys = `${base}/workstations/ssh-keys`;
    expectDescribed(`GET ${base}/whoami`, 200, await test.get(`${base}/whoami`, bearer));
    expectDescribed(`GET ${base}/whoami`, 401, await test.get(`${base}/whoami`));
    const { public_key } = test.startRequest();
    expectDescribed(`POST ${keys}`, 201, await test.post(keys, { public_key }, bearer));
    expectDescribed(`POST ${keys}`, 200, await test.post(keys, { public_key }, bearer));
    expectDescribed(`POST ${keys}`, 422, await test.post(keys, { public_key: 'none' }, bearer));
    const labs = `${base}/labs/NMGRL`;
    expectDescribed(
      `GET ${base}/labs/{lab}/repositories`,
      200,
      await test.get(`${labs}/repositories`, bearer),
    );
    expectDescribed(
      `GET ${base}/labs/{lab}/default-metadata-repo`,
      200,
      await test.get(`${labs}/default-metadata-repo`, bearer),
    );
    const end = await test.app.inject({
      method: 'DELETE',
      url: `${base}/tokens/self`,
      headers: bearer,
    });
    expectDescribed(`DELETE ${base}/tokens/self`, 204, end);
  });
});

describe('the RomM dialect', () => {
  it('answers as described', async () => {
    const ada = await test.signIn();
    const device = new RommDevice(test);
    const init = await test.post('/api/auth/device/init', {});
    expectDescribed('POST /api/auth/device/init', 422, init);
    const { device_code, user_code } = await device.init();
    expectDescribed('POST /api/auth/device/token', 400, await device.poll(device_code));
    const pending = await device.pending(user_code, ada);
    expectDescribed('GET /api/auth/device/pending/{user_code}', 200, pending);
    const nobody = await device.pending(user_code, {});
    expectDescribed('GET /api/auth/device/pending/{user_code}', 401, nobody);
    const approved = await device.approve(user_code, ada);
    expectDescribed('POST /api/auth/device/approve', 200, approved);
    expectDescribed('POST /api/auth/device/deny', 410, await device.deny(user_code, ada));
    const collected = await device.poll(device_code);
    expectDescribed('POST /api/auth/device/token', 200, collected);

    const { access_token, device_id } = collected.json();
    const bearer = { authorization: `Bearer ${access_token}` };
    expectDescribed('GET /api/users/me', 200, await test.get('/api/users/me', bearer));
    expectDescribed('GET /api/devices', 200, await test.get('/api/devices', bearer));
    const path = `/api/devices/${device_id}`;
    expectDescribed('GET /api/devices/{id}', 200, await test.get(path, bearer));
    const renamed = await device.request('PUT', path, bearer, { name: 'Handheld' });
    expectDescribed('PUT /api/devices/{id}', 200, renamed);
    const tokens = await test.get('/api/client-tokens', bearer);
    expectDescribed('GET /api/client-tokens', 200, tokens);
    const deleted = await device.request('DELETE', path, bearer);
    expectDescribed('DELETE /api/devices/{id}', 204, deleted);
    expectDescribed('GET /api/devices/{id}', 404, await test.get(path, bearer));
    const revoke = `/api/client-tokens/${tokens.json()[0].id}`;
    const revoked = await device.request('DELETE', revoke, bearer);
    expectDescribed('DELETE /api/client-tokens/{id}', 200, revoked);
  });
});

describe('the OAuth dialect', () => {
  it('answers as described', async () => {
    const flow = await OAuthFlow.create(test);
    const metadata = await test.get('/.well-known/oauth-authorization-server');
    expectDescribed('GET /.well-known/oauth-authorization-server', 200, metadata);
    const asking = 'POST /oauth/device_authorization';
    const asked = await test.postForm('/oauth/device_authorization', { client_id: CLIENT_ID });
    expectDescribed(asking, 200, asked);
    expectDescribed(asking, 400, await test.postForm('/oauth/device_authorization', {}));
    expectDescribed('POST /oauth/token', 400, await flow.poll(asked.json().device_code));
    const form = { client_id: CLIENT_ID, grant_type: DEVICE_GRANT, device_code: 'x' };
    const proven = await test.postForm('/oauth/token', form, { authorization: 'Basic eA==' });
    expectDescribed('POST /oauth/token', 401, proven);

    await test.decide('approve', asked.json().user_code, await test.signIn());
    test.clock.advance(10);
    const minted = await flow.poll(asked.json().device_code);
    expectDescribed('POST /oauth/token', 200, minted);
    const token = String(minted.json().access_token);
    const bearer = { authorization: `Bearer ${token}` };
    const introspected = await test.postForm('/oauth/introspect', { token }, bearer);
    expectDescribed('POST /oauth/introspect', 200, introspected);
    const unknown = await test.postForm('/oauth/introspect', { token });
    expectDescribed('POST /oauth/introspect', 401, unknown);
    const revoked = await test.postForm('/oauth/revoke', { token, client_id: CLIENT_ID });
    expectDescribed('POST /oauth/revoke', 200, revoked);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, TestApp } from '../../../support/test-app.ts';

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let test: TestApp;

beforeAll(async () => {
  database = await openTestDatabase();
  test = await TestApp.create(database);
});
afterAll(async () => {
  await database.close();
});

describe('the metadata', () => {
  it('names the issuer as it is asked for, and every endpoint', async () => {
    const response = await test.get('/.well-known/oauth-authorization-server');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toMatch(/^application\/json/);
    expect(response.json()).toEqual({
      issuer: 'https://enroll.example',
      device_authorization_endpoint: 'https://enroll.example/oauth/device_authorization',
      token_endpoint: 'https://enroll.example/oauth/token',
      revocation_endpoint: 'https://enroll.example/oauth/revoke',
      introspection_endpoint: 'https://enroll.example/oauth/introspect',
      scopes_supported: ['workstations:register_ssh_key', 'device-codes:approve'],
      response_types_supported: [],
      grant_types_supported: ['urn:ietf:params:oauth:grant-type:device_code'],
      token_endpoint_auth_methods_supported: ['none'],
      revocation_endpoint_auth_methods_supported: ['none'],
      introspection_endpoint_auth_methods_supported: ['Bearer'],
    });
  });

  it('names endpoints that are there', async () => {
    const metadata = (await test.get('/.well-known/oauth-authorization-server')).json();
    const endpoints = Object.entries<string>(metadata).filter(([name]) =>
      name.endsWith('_endpoint'),
    );
    expect(endpoints).toHaveLength(4);
    for (const [, url] of endpoints) {
      expect((await test.postForm(new URL(url).pathname, {})).statusCode).toBeLessThan(404);
    }
  });
});

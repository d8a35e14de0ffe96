import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ListeningServer, startListeningServer } from '../support/listening-server.ts';

/*
 * Two client libraries that nobody here wrote, used as their documentation shows, against the server as it listens. They
 * judge every answer: a missing field, a wrong type or a wrong status is their error.
 */

const CLIENT_ID = 'lab-notebook';
const SCOPE = 'workstations:register_ssh_key device-codes:approve';

let server: ListeningServer;

beforeAll(async () => {
  server = await startListeningServer({ clientIds: [CLIENT_ID, 'plotter'] });
});
afterAll(async () => {
  await server.stop();
});

describe('oauth4webapi', () => {
  const registered: oauth.Client = { client_id: CLIENT_ID };
  const authentication = oauth.None();
  // Plain http, which the library wants to be told about: the server is on loopback.
  const insecure = { [oauth.allowInsecureRequests]: true };
  let as: oauth.AuthorizationServer;

  beforeAll(async () => {
    const issuer = new URL(server.url);
    const options = { ...insecure, algorithm: 'oauth2' as const };
    as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, options),
    );
  });

  async function start(asker: oauth.Client = registered, parameters = { scope: SCOPE }) {
    const response = await oauth.deviceAuthorizationRequest(
      as,
      asker,
      authentication,
      parameters,
      insecure,
    );
    return await oauth.processDeviceAuthorizationResponse(as, asker, response);
  }

  async function ask(deviceCode: string, asker: oauth.Client = registered) {
    const response = await oauth.deviceCodeGrantRequest(
      as,
      asker,
      authentication,
      deviceCode,
      insecure,
    );
    return await oauth.processDeviceCodeResponse(as, asker, response);
  }

  async function errorOf(asking: Promise<unknown>): Promise<readonly unknown[]> {
    const error = await asking.then(
      () => null,
      (reason: unknown) => reason,
    );
    if (!(error instanceof oauth.ResponseBodyError)) throw error;
    return [error.status, error.error];
  }

  /** The library's own methods are of clients with secrets; a method may be any function. */
  async function introspect(token: string, bearer: string) {
    const withToken: oauth.ClientAuth = (_as, _client, _body, headers) => {
      headers.set('authorization', `Bearer ${bearer}`);
    };
    const response = await oauth.introspectionRequest(as, registered, withToken, token, insecure);
    return await oauth.processIntrospectionResponse(as, registered, response);
  }

  it('finds the endpoints', () => {
    expect(as.issuer).toBe(server.url);
    expect(as.device_authorization_endpoint).toBe(`${server.url}/oauth/device_authorization`);
  });

  it('waits, is slowed down, and gets the token once', async () => {
    const started = await start();
    expect(started.verification_uri).toBe(`${server.url}/device`);
    expect(await errorOf(ask(started.device_code))).toEqual([400, 'authorization_pending']);
    expect(await errorOf(ask(started.device_code))).toEqual([400, 'slow_down']);
    await server.decide('approve', started.user_code, SCOPE.split(' '));
    const token = await ask(started.device_code);
    expect(token).toMatchObject({ token_type: 'bearer', scope: SCOPE, expires_in: 90 * 86_400 });
    expect(await errorOf(ask(started.device_code))).toEqual([400, 'invalid_grant']);
  });

  it('learns of a denial', async () => {
    const started = await start();
    await server.decide('deny', started.user_code);
    expect(await errorOf(ask(started.device_code))).toEqual([400, 'access_denied']);
  });

  it('is told who may not ask, and for what', async () => {
    const stranger = { client_id: 'stranger' };
    expect(await errorOf(start(stranger))).toEqual([400, 'invalid_client']);
    expect(await errorOf(start(registered, { scope: 'everything' }))).toEqual([
      400,
      'invalid_scope',
    ]);
    const { device_code } = await start();
    expect(await errorOf(ask(device_code, { client_id: 'plotter' }))).toEqual([
      400,
      'invalid_grant',
    ]);
    const withSecret = await oauth.deviceCodeGrantRequest(
      as,
      registered,
      oauth.ClientSecretBasic('secret'),
      device_code,
      insecure,
    );
    const refusal = oauth.processDeviceCodeResponse(as, registered, withSecret);
    await expect(refusal).rejects.toThrow(oauth.WWWAuthenticateChallengeError);
    expect(withSecret.status).toBe(401);
  });

  it('looks at its token, uses it and ends it', async () => {
    const started = await start();
    await server.decide('approve', started.user_code);
    const { access_token } = await ask(started.device_code);
    expect(await introspect(access_token, access_token)).toMatchObject({
      active: true,
      client_id: CLIENT_ID,
      scope: 'workstations:register_ssh_key',
      iss: server.url,
    });
    const whoami = new URL('/api/v1/forgejo/whoami', server.url);
    const used = await oauth.protectedResourceRequest(
      access_token,
      'GET',
      whoami,
      undefined,
      undefined,
      insecure,
    );
    expect(await used.json()).toMatchObject({ lab: 'NMGRL' });
    const revocation = await oauth.revocationRequest(
      as,
      registered,
      authentication,
      access_token,
      insecure,
    );
    expect(await oauth.processRevocationResponse(revocation)).toBeUndefined();
    await expect(introspect(access_token, access_token)).rejects.toThrow(
      oauth.WWWAuthenticateChallengeError,
    );
  });
});

describe('openid-client', () => {
  /** `watch` sees each error of the token endpoint as the library does. */
  async function discover(watch: (error: string) => Promise<void> = async () => {}) {
    const config = await client.discovery(
      new URL(server.url),
      CLIENT_ID,
      undefined,
      client.None(),
      {
        algorithm: 'oauth2',
        execute: [client.allowInsecureRequests],
      },
    );
    config[client.customFetch] = async (url, options) => {
      // The library's own type of a body knows one kind more than fetch's.
      const response = await fetch(url, options as RequestInit);
      if (url.endsWith('/oauth/token') && !response.ok) {
        await watch((await response.clone().json()).error);
      }
      return response;
    };
    return config;
  }

  it('polls by itself until somebody approves, and slows down when told to', async () => {
    const errors: string[] = [];
    const config = await discover(async (error) => {
      errors.push(error);
      // Only a client that goes on after it, 5 s slower, gets the token.
      if (error === 'slow_down') await server.decide('approve', started.user_code);
    });
    const started = await client.initiateDeviceAuthorization(config, {
      scope: 'workstations:register_ssh_key',
    });
    expect(started).toMatchObject({ interval: 5, expires_in: 900 });
    // A client in a hurry.
    const hasty = { ...started, interval: 1 };
    const token = await client.pollDeviceAuthorizationGrant(config, hasty);
    expect(errors).toEqual(['authorization_pending', 'slow_down']);
    expect(token.access_token).toMatch(/^pcy_NMGRL_/);
    expect(token.expiresIn()).toBeGreaterThan(89 * 86_400);
    await client.tokenRevocation(config, token.access_token);
  });

  it('stops polling when somebody denies', async () => {
    const config = await discover();
    const started = await client.initiateDeviceAuthorization(config, {});
    await server.decide('deny', started.user_code);
    const polling = client.pollDeviceAuthorizationGrant(config, { ...started, interval: 1 });
    await expect(polling).rejects.toMatchObject({ status: 400, error: 'access_denied' });
  });

  it('introspects with a bearer token as its client authentication', async () => {
    const config = await discover();
    const started = await client.initiateDeviceAuthorization(config, {});
    await server.decide('approve', started.user_code);
    const { access_token } = await client.pollDeviceAuthorizationGrant(config, {
      ...started,
      interval: 1,
    });
    const withToken: client.ClientAuth = (_as, _client, _body, headers) => {
      headers.set('authorization', `Bearer ${access_token}`);
    };
    const caller = new client.Configuration(
      config.serverMetadata(),
      CLIENT_ID,
      undefined,
      withToken,
    );
    client.allowInsecureRequests(caller);
    expect(await client.tokenIntrospection(caller, access_token)).toMatchObject({ active: true });
    expect(await client.tokenIntrospection(caller, 'something-else')).toEqual({ active: false });
    await expect(client.tokenIntrospection(config, access_token)).rejects.toThrow();
  });
});

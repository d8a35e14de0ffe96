import type { TestApp } from './test-app.ts';

export const ASKED_SCOPES = [
  'me.read',
  'me.write',
  'devices.read',
  'devices.write',
  'roms.read',
] as const;

export interface RommStarted {
  device_code: string;
  user_code: string;
  verification_path_complete: string;
}

export interface RommToken {
  access_token: string;
  device_id: string;
  scopes: string[];
  expires_at: string | null;
}

/** What a RomM client sends first. */
export function initRequest(changes: Record<string, unknown> = {}) {
  return {
    client_device_identifier: 'installation-1',
    name: 'Handheld in lab 2',
    client: 'handheld-sync',
    platform: 'linux',
    client_version: '1.4.0',
    requested_scopes: ASKED_SCOPES,
    ...changes,
  };
}

/** Speaks the RomM dialect to a server under test, as a client and as the person in the browser. */
export class RommDevice {
  readonly #test: TestApp;

  constructor(test: TestApp) {
    this.#test = test;
  }

  async init(changes: Record<string, unknown> = {}): Promise<RommStarted> {
    return (await this.#test.post('/api/auth/device/init', initRequest(changes))).json();
  }

  async poll(deviceCode: string) {
    return await this.#test.post('/api/auth/device/token', { device_code: deviceCode });
  }

  async pending(userCode: string, headers: Record<string, string>) {
    return await this.#test.get(`/api/auth/device/pending/${userCode}`, headers);
  }

  async approve(
    userCode: string,
    headers: Record<string, string>,
    changes: Record<string, unknown> = {},
  ) {
    const body = { user_code: userCode, approved_scopes: ASKED_SCOPES, ...changes };
    return await this.#test.post('/api/auth/device/approve', body, headers);
  }

  async deny(userCode: string, headers: Record<string, string>) {
    return await this.#test.post('/api/auth/device/deny', { user_code: userCode }, headers);
  }

  async request(
    method: 'GET' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    headers: object,
    body?: unknown,
  ) {
    return await this.#test.app.inject({
      method,
      url,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
  }

  /** All the way: asked, approved by whoever the headers stand for, token collected. */
  async pair(
    administrator: Record<string, string>,
    asked: Record<string, unknown> = {},
    approval: Record<string, unknown> = {},
  ) {
    const started = await this.init(asked);
    const scopes = asked.requested_scopes ?? ASKED_SCOPES;
    await this.approve(started.user_code, administrator, { approved_scopes: scopes, ...approval });
    const token = (await this.poll(started.device_code)).json<RommToken>();
    return { started, token, bearer: { authorization: `Bearer ${token.access_token}` } };
  }
}

import { addOAuthClient } from '../../server/src/accounts/oauth-clients.ts';
import { OPERATOR_AGENT } from '../../server/src/audit/agent.ts';
import type { TestApp } from './test-app.ts';

export const CLIENT_ID = 'lab-notebook';
export const OTHER_CLIENT_ID = 'plotter';
export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

export interface DeviceAuthorization {
  device_code: string;
  user_code: string;
  verification_uri: string;
  verification_uri_complete: string;
  expires_in: number;
  interval: number;
}

/** Two registered clients, and what one of them sends (RFC 8628). */
export class OAuthFlow {
  readonly #test: TestApp;

  private constructor(test: TestApp) {
    this.#test = test;
  }

  static async create(test: TestApp): Promise<OAuthFlow> {
    await addOAuthClient(
      test.db,
      test.clock,
      { clientId: CLIENT_ID, name: 'Lab notebook' },
      OPERATOR_AGENT,
    );
    await addOAuthClient(
      test.db,
      test.clock,
      { clientId: OTHER_CLIENT_ID, name: 'Plotter' },
      OPERATOR_AGENT,
    );
    return new OAuthFlow(test);
  }

  async start(form: Record<string, string> = {}): Promise<DeviceAuthorization> {
    const path = '/oauth/device_authorization';
    const response = await this.#test.postForm(path, { client_id: CLIENT_ID, ...form });
    return response.json();
  }

  async poll(deviceCode: string, form: Record<string, string> = {}) {
    return await this.#test.postForm('/oauth/token', {
      grant_type: DEVICE_GRANT,
      device_code: deviceCode,
      client_id: CLIENT_ID,
      ...form,
    });
  }

  /** A token for these scopes, all the way. */
  async obtain(scope = 'workstations:register_ssh_key', approval: Record<string, unknown> = {}) {
    const started = await this.start({ scope });
    const administrator = await this.#test.signIn();
    const scopes = scope.split(' ');
    await this.#test.decide('approve', started.user_code, administrator, { scopes, ...approval });
    const { access_token: token } = (await this.poll(started.device_code)).json();
    return { started, token: String(token), bearer: { authorization: `Bearer ${token}` } };
  }
}

import { newPublicKey } from './new-public-key.ts';
import { DEVICE_GRANT } from './oauth-flow.ts';
import { initRequest } from './romm-device.ts';

/** Where a server listens, and who signs in there. */
export interface WalkedServer {
  readonly url: string;
  /** What the server calls itself. */
  readonly origin: string;
  readonly email: string;
  readonly password: string;
  readonly oauthClientId: string;
}

/** What everyone who asks there calls themselves: to be found wherever anything of them is kept. */
export const WALKER = 'canary-of-the-walk';

/**
 * Goes through all three dialects on a listening server, over HTTP: in each one request that is approved and collected, and
 * one that still waits. Gives every secret that was made on the way: device codes, user codes, tokens, password, session.
 */
export async function walkDialects(server: WalkedServer): Promise<readonly string[]> {
  const walk = new Walk(server);
  await walk.signIn();
  await walk.enroll();
  await walk.pair();
  await walk.authorize();
  return walk.secrets;
}

class Walk {
  readonly secrets: string[];
  readonly #server: WalkedServer;
  #headers: Record<string, string> = {};

  constructor(server: WalkedServer) {
    this.#server = server;
    this.secrets = [server.password];
  }

  async signIn(): Promise<void> {
    const { origin, email, password } = this.#server;
    const response = await this.#send('/api/v1/session', { email, password }, { origin });
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    const { csrf_token } = await response.json();
    this.secrets.push(cookie.slice(cookie.indexOf('=') + 1));
    this.#headers = { origin, cookie, 'x-csrf-token': csrf_token };
  }

  /** Never acknowledged, so that its answer is kept to be delivered again. */
  async enroll(): Promise<void> {
    const path = '/api/v1/forgejo/device-codes';
    const start = () =>
      this.#start(path, { public_key: newPublicKey(), hostname: WALKER, capabilities: ['ack'] });
    const { device_code, user_code } = await start();
    await start();
    const approval = {
      user_code,
      lab: 'NMGRL',
      technician_email: 'tech@example.org',
      scopes: ['workstations:register_ssh_key'],
    };
    await this.#send(`${path}/approve`, approval, this.#headers);
    await this.#collect(() => this.#send(`${path}/poll`, { device_code }), 'api_token');
  }

  async pair(): Promise<void> {
    const path = '/api/auth/device';
    const start = () => this.#start(`${path}/init`, initRequest({ name: WALKER }));
    const { device_code, user_code } = await start();
    await start();
    const { requested_scopes: approved_scopes } = initRequest();
    await this.#send(`${path}/approve`, { user_code, approved_scopes }, this.#headers);
    await this.#collect(() => this.#send(`${path}/token`, { device_code }), 'access_token');
  }

  async authorize(): Promise<void> {
    const client_id = this.#server.oauthClientId;
    const start = () =>
      this.#start('/oauth/device_authorization', new URLSearchParams({ client_id }));
    const { device_code, user_code } = await start();
    await start();
    const approval = {
      user_code,
      lab: 'NMGRL',
      technician_email: 'tech@example.org',
      scopes: ['workstations:register_ssh_key'],
    };
    await this.#send('/api/v1/forgejo/device-codes/approve', approval, this.#headers);
    const form = new URLSearchParams({ client_id, device_code, grant_type: DEVICE_GRANT });
    await this.#collect(() => this.#send('/oauth/token', form), 'access_token');
  }

  async #start(path: string, body: object) {
    const response = await this.#send(path, body);
    const started: { device_code: string; user_code: string } = await response.json();
    this.secrets.push(started.device_code, started.user_code, started.user_code.replace('-', ''));
    return started;
  }

  async #collect(poll: () => Promise<Response>, name: string): Promise<void> {
    const response = await poll();
    const token: unknown = (await response.json())[name];
    if (typeof token !== 'string') throw new Error(`No ${name}: ${response.status}`);
    this.secrets.push(token);
  }

  async #send(path: string, body: object, headers: Record<string, string> = {}) {
    const isForm = body instanceof URLSearchParams;
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    return await fetch(this.#server.url + path, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body: isForm ? body : JSON.stringify(body),
    });
  }
}

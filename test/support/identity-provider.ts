import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Adapter, type AdapterPayload } from 'oidc-provider';

export const CLIENT = { id: 'onbench', secret: 'known to both sides only' };

/**
 * A real provider of OpenID Connect, node-oidc-provider, with its own pages: whoever types an e-mail address there is that
 * person, and those that begin with `unverified` have not verified it. It listens at once, and knows its client later,
 * since each side has to be told where the other is. By name, so that browsers take it for another site.
 */
export class RealIdentityProvider {
  readonly issuer: string;
  /** Passes over what was asked about a new sign-in, as some providers do. */
  ignoresNewSignIn = false;
  readonly #server: Server;
  readonly #records = new Map<string, AdapterPayload>();

  private constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  static async listen(): Promise<RealIdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return new RealIdentityProvider(server);
  }

  /** From now on it answers, to the client that takes its codes there. */
  serve(redirectUri: string): void {
    const records = this.#records;
    const provider = new Provider(this.issuer, {
      adapter: (name: string) => recordsOf(records, name),
      clients: [
        {
          client_id: CLIENT.id,
          client_secret: CLIENT.secret,
          redirect_uris: [redirectUri],
          require_auth_time: true,
        },
      ],
      claims: { email: ['email', 'email_verified'] },
      findAccount: (_context, id) => ({
        accountId: id,
        claims: () => ({ sub: id, email: id, email_verified: !id.startsWith('unverified') }),
      }),
      cookies: { keys: ['of this test'] },
    });
    provider.use(async (context, next) => {
      if (this.ignoresNewSignIn && context.path === '/auth') {
        const { prompt: _prompt, max_age: _age, ...query } = context.query;
        context.query = query;
      }
      await next();
    });
    this.#server.on('request', provider.callback());
  }

  /** As if everybody had signed in longer ago. */
  ageSignIns(seconds: number): void {
    for (const [key, record] of this.#records) {
      if (!key.startsWith('Session:') || record.loginTs === undefined) continue;
      this.#records.set(key, { ...record, loginTs: Number(record.loginTs) - seconds });
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** What it remembers of one kind, within reach of the test. */
function recordsOf(records: Map<string, AdapterPayload>, name: string): Adapter {
  const key = (id: string) => `${name}:${id}`;
  const all = () => [...records.entries()].filter(([each]) => each.startsWith(`${name}:`));
  const findBy = async (field: string, value: string) =>
    all().find(([, record]) => record[field] === value)?.[1];
  return {
    upsert: async (id, payload) => void records.set(key(id), payload),
    find: async (id) => records.get(key(id)),
    findByUid: (uid) => findBy('uid', uid),
    findByUserCode: (code) => findBy('userCode', code),
    consume: async (id) =>
      void records.set(key(id), {
        ...records.get(key(id)),
        consumed: Math.floor(Date.now() / 1_000),
      }),
    destroy: async (id) => void records.delete(key(id)),
    revokeByGrantId: async (grantId) => {
      for (const [each, record] of records) if (record.grantId === grantId) records.delete(each);
    },
  };
}

import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';

/** The calls of one enrollment, the one that gives a token back included. */
export const ENDPOINTS = ['probe', 'start', 'poll', 'ack', 'whoami', 'revoke'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

/** What an honest server answers, with secrets that can be found again wherever they end up. */
export class HonestServer {
  readonly deviceCode: string;
  readonly apiToken: string;
  #fingerprint = '';

  constructor(canary: string) {
    this.deviceCode = `${canary}-device-code`;
    this.apiToken = `pcy_NMGRL_${canary}-api-token`;
  }

  endpointOf(method: string, url: string, authorization: string | undefined): Endpoint {
    if (url.endsWith('/whoami')) return authorization === undefined ? 'probe' : 'whoami';
    if (method === 'DELETE') return 'revoke';
    if (url.endsWith('/poll')) return 'poll';
    return url.endsWith('/ack') ? 'ack' : 'start';
  }

  answer(endpoint: Endpoint, requestBody: string, origin: string): Answer {
    switch (endpoint) {
      case 'probe':
        return json(401, { code: 'unauthorized', message: 'Sign in.' });
      case 'start':
        this.#fingerprint = parseSshPublicKey(JSON.parse(requestBody).public_key)!.fingerprint;
        return json(201, this.#started(origin));
      case 'poll':
        return json(200, this.#minted(origin));
      case 'whoami':
        return json(200, {
          kind: 'workstation',
          scopes: ['workstations:register_ssh_key'],
          lab: 'NMGRL',
        });
      case 'ack':
      case 'revoke':
        return json(204, null);
    }
  }

  #started(origin: string) {
    return {
      device_code: this.deviceCode,
      user_code: 'BCDF-GHJK',
      verification_url: `${origin}/device`,
      verification_url_complete: `${origin}/device?user_code=BCDF-GHJK`,
      expires_at: new Date(Date.now() + 600_000).toISOString(),
      interval_seconds: 1,
    };
  }

  #minted(origin: string) {
    const alias = {
      alias: 'pychron-NMGRL',
      real_host: '127.0.0.1',
      port: 2222,
      known_hosts_line:
        '[127.0.0.1]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
    };
    const repository = {
      repository_identifier: 'NMGRL/MetaData',
      ssh_url: 'ssh://git@pychron-NMGRL/NMGRL/MetaData.git',
      https_url: '',
      branch: 'main',
    };
    return {
      api_token: this.apiToken,
      lab: 'NMGRL',
      api_base_url: origin,
      default_metadata_repo: repository,
      ssh_host_alias: alias,
      ssh_key: {
        bot_username: 'bot-NMGRL-deadbeef',
        fingerprint: this.#fingerprint,
        rotated: false,
        default_metadata_repo: repository,
        ssh_host_alias: alias,
      },
    };
  }
}

export function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** Every field of every answer, by its dotted path. */
export const FIELDS: Readonly<Record<Endpoint, readonly string[]>> = (() => {
  const honest = new HonestServer('sample');
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';
  const start = JSON.stringify({ public_key: key });
  const entries = ENDPOINTS.map((endpoint) => {
    const { body } = honest.answer(endpoint, start, 'https://api.example');
    return [endpoint, paths(body)] as const;
  });
  return Object.fromEntries(entries) as Record<Endpoint, readonly string[]>;
})();

function paths(value: unknown, prefix = ''): readonly string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${prefix}${key}`,
    ...paths(inner, `${prefix}${key}.`),
  ]);
}

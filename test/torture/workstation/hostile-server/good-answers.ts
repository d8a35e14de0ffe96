import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';

/** What an enrolled workstation asks for. */
export const LAB_ENDPOINTS = ['ssh-keys', 'repositories', 'metadata-repo'] as const;
export type LabEndpoint = (typeof LAB_ENDPOINTS)[number];

/** The calls of one enrollment, the one that gives a token back included, and those of the time after it. */
export const ENDPOINTS = [
  'probe',
  'start',
  'poll',
  'ack',
  'whoami',
  'revoke',
  ...LAB_ENDPOINTS,
] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

const ALIAS = {
  alias: 'pychron-NMGRL',
  real_host: '127.0.0.1',
  port: 2222,
  known_hosts_line:
    '[127.0.0.1]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
};

const REPOSITORY = {
  repository_identifier: 'NMGRL/MetaData',
  ssh_url: 'ssh://git@pychron-NMGRL/NMGRL/MetaData.git',
  https_url: '',
  branch: 'main',
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
}

/** What an honest server answers, with secrets that can be found again wherever they end up. */
export class HonestServer {
  readonly deviceCode: string;
  readonly apiToken: string;
  /** What makes the database account's key known again: the key goes into its file and nowhere else. */
  readonly databaseSecret: string;
  #fingerprint = '';

  constructor(canary: string) {
    this.deviceCode = `${canary}-device-code`;
    this.apiToken = `pcy_NMGRL_${canary}-api-token`;
    this.databaseSecret = `${canary}-database-key`;
  }

  endpointOf(method: string, url: string, authorization: string | undefined): Endpoint {
    if (url.endsWith('/whoami')) return authorization === undefined ? 'probe' : 'whoami';
    if (method === 'DELETE') return 'revoke';
    if (url.endsWith('/poll')) return 'poll';
    if (url.endsWith('/ssh-keys')) return 'ssh-keys';
    if (url.endsWith('/repositories')) return 'repositories';
    if (url.endsWith('/default-metadata-repo')) return 'metadata-repo';
    return url.endsWith('/ack') ? 'ack' : 'start';
  }

  answer(endpoint: Endpoint, requestBody: string, origin: string): Answer {
    switch (endpoint) {
      case 'probe':
        return json(401, { code: 'unauthorized', message: 'Sign in.' });
      case 'start':
        this.#fingerprint = fingerprintIn(requestBody);
        return json(201, this.#started(origin));
      case 'poll':
        return json(200, this.#minted(origin));
      case 'whoami':
        return json(200, {
          kind: 'workstation',
          scopes: ['workstations:register_ssh_key'],
          lab: 'NMGRL',
        });
      case 'ssh-keys':
        this.#fingerprint = fingerprintIn(requestBody);
        return json(200, this.#key());
      case 'repositories':
        return json(200, { repositories: [{ ...REPOSITORY, description: 'Samples' }] });
      case 'metadata-repo':
        return json(200, REPOSITORY);
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
    const key = JSON.stringify({ type: 'service_account', private_key: this.databaseSecret });
    return {
      api_token: this.apiToken,
      lab: 'NMGRL',
      api_base_url: origin,
      default_metadata_repo: REPOSITORY,
      ssh_host_alias: ALIAS,
      ssh_key: this.#key(),
      database_iam: { service_account_key_json: key },
    };
  }

  #key() {
    return {
      bot_username: 'bot-NMGRL-deadbeef',
      fingerprint: this.#fingerprint,
      rotated: false,
      default_metadata_repo: REPOSITORY,
      ssh_host_alias: ALIAS,
    };
  }
}

function fingerprintIn(requestBody: string): string {
  return parseSshPublicKey(JSON.parse(requestBody).public_key)!.fingerprint;
}

export function json(status: number, body: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** Every field of every answer, and every entry of a list, by its dotted path. */
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
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    `${prefix}${key}`,
    ...paths(inner, `${prefix}${key}.`),
  ]);
}

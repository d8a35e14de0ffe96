import type { RequestListener, ServerResponse } from 'node:http';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import { HostileServer } from '../../support/hostile-server.ts';
import { HOST_KEY } from '../../support/known-keys.ts';

/** What an approval gave. */
export interface Minted {
  readonly publicKeyLine: string;
  readonly fingerprint: string;
  readonly token: string;
}

const PREFIX = '/api/v1/forgejo';

/** A server on loopback that approves every code at its first poll unless told otherwise, and delivers again until it is acknowledged. */
export class LabServer {
  readonly minted: Minted[] = [];
  /** Of the git host that is named: nothing listens there. */
  gitPort = 9;
  approves = true;
  polls = 0;
  /** Happens before a poll is answered: when the token is on its way, and the workstation is about to finish. */
  beforeDelivery: () => Promise<void> = async () => undefined;
  readonly #grants = new Map<string, { publicKeyLine: string; minted: Minted | null }>();
  #server: HostileServer | null = null;

  static async start(): Promise<LabServer> {
    const server = new LabServer();
    server.#server = await HostileServer.start((request, response) =>
      server.#answer(request, response),
    );
    return server;
  }

  get origin(): string {
    if (!this.#server) throw new Error('the server is started by start()');
    return this.#server.origin;
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  #answer: RequestListener = (request, response) => {
    const body = JSON.parse(this.#server?.received.at(-1)?.body || '{}');
    switch (`${request.method} ${request.url}`) {
      case `POST ${PREFIX}/device-codes`:
        return send(response, 201, this.#start(body.public_key));
      case `POST ${PREFIX}/device-codes/poll`:
        this.polls += 1;
        void this.beforeDelivery().then(() => this.#deliver(response, body.device_code));
        return;
      case `POST ${PREFIX}/device-codes/ack`:
        this.#grants.delete(body.device_code);
        return send(response, 204, null);
      case `GET ${PREFIX}/whoami`:
        return this.#whoami(response, request.headers.authorization);
      default:
        return send(response, 404, { detail: 'not here' });
    }
  };

  #start(publicKeyLine: string) {
    const device_code = `device-code-${this.minted.length}-${this.#grants.size}-${Date.now()}`;
    this.#grants.set(device_code, { publicKeyLine, minted: null });
    const url = `${this.origin}/device`;
    return {
      device_code,
      user_code: 'BCDF-GHJK',
      verification_url: url,
      verification_url_complete: `${url}?user_code=BCDF-GHJK`,
      expires_at: new Date(Date.now() + 15 * 60_000).toISOString(),
      interval_seconds: 1,
    };
  }

  #deliver(response: ServerResponse, deviceCode: string): void {
    const grant = this.#grants.get(deviceCode);
    if (grant && !this.approves) send(response, 425, { detail: 'authorization pending' });
    else if (grant) {
      grant.minted ??= this.#mint(grant.publicKeyLine);
      send(response, 200, credentialFor(grant.minted, this.gitPort));
    } else send(response, 410, { detail: 'gone' });
  }

  #mint(publicKeyLine: string): Minted {
    const fingerprint = parseSshPublicKey(publicKeyLine)?.fingerprint ?? '';
    const token = `pcy_NMGRL_${String(this.minted.length).padStart(16, '0')}`;
    const minted = { publicKeyLine, fingerprint, token };
    this.minted.push(minted);
    return minted;
  }

  #whoami(response: ServerResponse, authorization: string | undefined): void {
    const known = this.minted.some(({ token }) => authorization === `Bearer ${token}`);
    const scopes = ['workstations:register_ssh_key'];
    if (known) send(response, 200, { kind: 'workstation', scopes, lab: 'NMGRL' });
    else send(response, 401, { code: 'unauthorized' });
  }
}

/** The 200 of protocol.md section 1. */
function credentialFor({ token, fingerprint }: Minted, port: number) {
  const ssh_host_alias = {
    alias: 'pychron-NMGRL',
    real_host: '127.0.0.1',
    port,
    known_hosts_line: `[127.0.0.1]:${port} ${HOST_KEY}`,
  };
  return {
    api_token: token,
    lab: 'NMGRL',
    default_metadata_repo: null,
    ssh_host_alias,
    ssh_key: {
      bot_username: 'bot-NMGRL-deadbeef',
      fingerprint,
      rotated: false,
      default_metadata_repo: null,
      ssh_host_alias,
    },
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === null ? undefined : JSON.stringify(body));
}

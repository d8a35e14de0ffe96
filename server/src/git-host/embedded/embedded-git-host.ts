import { botUsername } from '../bot-username.ts';
import { checkKey } from '../check-key.ts';
import type {
  GitHost,
  GitHostKey,
  HostedRepository,
  KeyAddition,
  KeyPlace,
  SshEndpoint,
} from '../git-host.ts';
import type { HostKey } from '../host-key.ts';
import { knownHostsLine } from '../known-hosts-line.ts';
import type { Repositories } from '../repositories.ts';
import { SshServer } from './ssh-server.ts';

/** Leaves 2 s of the 10 s that GitHost promises for ending what did not finish. */
const DRAIN_MS = 8_000;

export interface EmbeddedOptions {
  readonly repositoriesDir: string;
  readonly listenHost: string;
  readonly listenPort: number;
  readonly publicHost: string;
  readonly hostKey: HostKey;
  readonly repositories: Repositories;
}

/** The SSH server in this process. It forgets its keys when it ends: `start` brings them back from the records. */
export class EmbeddedGitHost implements GitHost {
  readonly knowsKeysByHeart = true;
  readonly #options: EmbeddedOptions;
  readonly #server: SshServer;
  #labs = new Map<string, string>();
  #endpoint: SshEndpoint | null = null;

  constructor(options: EmbeddedOptions) {
    this.#options = options;
    this.#server = new SshServer(options.hostKey, {
      labOf: (fingerprint) => this.#labs.get(fingerprint) ?? null,
      repositoriesDir: options.repositoriesDir,
    });
  }

  get endpoint(): SshEndpoint {
    if (!this.#endpoint) throw new Error('The git host has not been started.');
    return this.#endpoint;
  }

  async start(
    keys: readonly GitHostKey[],
    unsettled: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    for (const key of keys) checkKey(key);
    const left = [...this.#labs].filter(([fingerprint]) => unsettled.has(fingerprint));
    const settled = keys.filter(({ fingerprint }) => !unsettled.has(fingerprint));
    this.#labs = new Map(settled.map(({ fingerprint, lab }) => [fingerprint, lab]));
    for (const [fingerprint, lab] of left) this.#labs.set(fingerprint, lab);
    this.#server.closeRevoked();
    if (this.#endpoint) return;
    const { listenHost, listenPort, publicHost: host, hostKey } = this.#options;
    const port = await this.#server.listen(listenHost, listenPort);
    const line = knownHostsLine(host, port, hostKey.publicKeyLine);
    this.#endpoint = { host, port, knownHostsLine: line };
  }

  async addKey(key: GitHostKey): Promise<KeyAddition> {
    checkKey(key);
    this.#labs.set(key.fingerprint, key.lab);
    return { kind: 'let-in', botUsername: botUsername(key.lab, key.fingerprint) };
  }

  async removeKey({ fingerprint }: KeyPlace): Promise<void> {
    this.#labs.delete(fingerprint);
    this.#server.closeRevoked();
  }

  async ensureRepository(identifier: string): Promise<void> {
    await this.#options.repositories.ensure(identifier);
  }

  async listRepositories(lab: string): Promise<readonly HostedRepository[]> {
    return this.#options.repositories.list(lab);
  }

  async stop(): Promise<void> {
    await this.#server.stop(DRAIN_MS);
  }
}

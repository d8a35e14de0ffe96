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
import type { Repositories } from '../repositories.ts';
import { type AuthorizedKey, withExactly, withKey, withoutKey } from './authorized-keys-text.ts';
import { editFile } from './edit-file.ts';

export interface AuthorizedKeysGitHostOptions {
  readonly endpoint: SshEndpoint;
  readonly repositories: Repositories;
  readonly authorizedKeysFile: string;
  readonly forcedCommand: (lab: string, fingerprint: string) => string;
}

/** A real sshd lets the keys in; this host keeps its authorized_keys file, which is also the only list of them. */
export class AuthorizedKeysGitHost implements GitHost {
  readonly knowsKeysByHeart = false;
  readonly endpoint: SshEndpoint;
  readonly #options: AuthorizedKeysGitHostOptions;
  #lastEdit: Promise<void> = Promise.resolve();

  constructor(options: AuthorizedKeysGitHostOptions) {
    this.endpoint = options.endpoint;
    this.#options = options;
  }

  async start(
    keys: readonly GitHostKey[],
    unsettled: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    const lines = keys.map((key) => this.#authorizedKey(key));
    await this.#edit((text) => withExactly(text, lines, unsettled));
  }

  async addKey(key: GitHostKey): Promise<KeyAddition> {
    const line = this.#authorizedKey(key);
    await this.#edit((text) => withKey(text, line));
    return { kind: 'let-in', botUsername: botUsername(key.lab, key.fingerprint) };
  }

  async removeKey({ fingerprint }: KeyPlace): Promise<void> {
    await this.#edit((text) => withoutKey(text, fingerprint));
  }

  async ensureRepository(identifier: string): Promise<void> {
    await this.#options.repositories.ensure(identifier);
  }

  async listRepositories(lab: string): Promise<readonly HostedRepository[]> {
    return this.#options.repositories.list(lab);
  }

  /** sshd and its logins live on without us; only our own writing has to end. */
  async stop(): Promise<void> {
    await this.#lastEdit;
  }

  #authorizedKey(key: GitHostKey): AuthorizedKey {
    const { type, blob, fingerprint } = checkKey(key);
    const command = this.#options.forcedCommand(key.lab, fingerprint);
    return { fingerprint, publicKey: `${type} ${blob}`, command };
  }

  /** One edit at a time: each reads what the one before has written. */
  #edit(edit: (text: string) => string): Promise<void> {
    const result = this.#lastEdit.then(() => editFile(this.#options.authorizedKeysFile, edit));
    this.#lastEdit = result.catch(() => undefined);
    return result;
  }
}

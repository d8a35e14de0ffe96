import type {
  GitHost,
  GitHostKey,
  HostedRepository,
  KeyAddition,
  KeyPlace,
} from '../../server/src/git-host/git-host.ts';

/** Keys in a map. `failWith` makes the next calls throw; `gate` holds adding until the test opens it. */
export class FakeGitHost implements GitHost {
  readonly knowsKeysByHeart = true;
  readonly endpoint = {
    host: 'repo.example',
    port: 2222,
    knownHostsLine:
      '[repo.example]:2222 ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIN2DO+NXuRV8h4aW1m8DHE3b3lScOcQ9vV4F2DUJZu9p',
  };
  readonly keys = new Map<string, GitHostKey>();
  readonly repositories = new Set<string>();
  /** Fingerprints of keys that others have there. */
  readonly taken = new Set<string>();
  failWith: Error | null = null;
  gate: Promise<void> = Promise.resolve();
  /** Instead of the name made from lab and key. */
  botUsername: string | null = null;
  stopped = false;

  #reached = () => {};

  /** Resolves when the next key waits at the gate. */
  reachedGate(): Promise<void> {
    return new Promise((resolve) => {
      this.#reached = resolve;
    });
  }

  async start(
    keys: readonly GitHostKey[],
    unsettled: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    for (const fingerprint of this.keys.keys()) {
      if (!unsettled.has(fingerprint)) this.keys.delete(fingerprint);
    }
    for (const key of keys) {
      if (!unsettled.has(key.fingerprint)) this.keys.set(key.fingerprint, key);
    }
  }

  async addKey(key: GitHostKey): Promise<KeyAddition> {
    this.#reached();
    await this.gate;
    if (this.failWith) throw this.failWith;
    if (this.taken.has(key.fingerprint)) return { kind: 'taken' };
    this.keys.set(key.fingerprint, key);
    const digits = Buffer.from(key.fingerprint.slice(7), 'base64').toString('hex').slice(0, 8);
    return { kind: 'let-in', botUsername: this.botUsername ?? `bot-${key.lab}-${digits}` };
  }

  async removeKey({ fingerprint }: KeyPlace): Promise<void> {
    if (this.failWith) throw this.failWith;
    this.keys.delete(fingerprint);
  }

  async ensureRepository(identifier: string): Promise<void> {
    this.repositories.add(identifier);
  }

  async listRepositories(lab: string): Promise<readonly HostedRepository[]> {
    return [...this.repositories]
      .filter((identifier) => identifier.startsWith(`${lab}/`))
      .map((identifier) => ({
        identifier,
        defaultBranch: 'main',
        httpsUrl: '',
        description: '',
      }));
  }

  async stop(): Promise<void> {
    this.stopped = true;
  }
}

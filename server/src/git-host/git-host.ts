/** Where workstations reach the git host over SSH, as it goes into `ssh_host_alias`. */
export interface SshEndpoint {
  readonly host: string;
  readonly port: number;
  /** One plain known_hosts line with the host's real key. */
  readonly knownHostsLine: string;
}

/** A workstation key that may reach the repositories of one lab, to read and to push. */
export interface GitHostKey {
  readonly lab: string;
  /** `ssh-ed25519 AAAA…`, with or without a comment. */
  readonly publicKey: string;
  /** `SHA256:…` of the same key: its identity here. */
  readonly fingerprint: string;
}

/** Enough to find a key on the host: whose it is and which. */
export type KeyPlace = Pick<GitHostKey, 'lab' | 'fingerprint'>;

export type KeyAddition =
  | { readonly kind: 'let-in'; readonly botUsername: string }
  /** Somebody else has this key on the host: it is of no use here (security.md T14). */
  | { readonly kind: 'taken' };

export interface HostedRepository {
  /** `<lab>/<name>`, without `.git`. */
  readonly identifier: string;
  readonly defaultBranch: string;
  /** Empty where the host serves ssh only. */
  readonly httpsUrl: string;
  readonly description: string;
}

/**
 * Who lets a key in: the embedded SSH server, a real sshd, or a Forgejo. Every method can be repeated and goes on where
 * it was interrupted: adding what is there and removing what is not are successes. Failures are thrown; the caller
 * decides what they mean for the grant. Adding and removing end within 10 s, one way or the other.
 */
export interface GitHost {
  /** Whether it knows its keys in this process only, so that each server has to be told of each key. */
  readonly knowsKeysByHeart: boolean;

  /** Known once `start` has resolved: with any free port there is no line to pin before. */
  readonly endpoint: SshEndpoint;

  /** Brings the host to exactly these keys, but for the `unsettled` ones, which others are changing just now. */
  start(keys: readonly GitHostKey[], unsettled?: ReadonlySet<string>): Promise<void>;

  /** From the moment it has let the key in it may log in. */
  addKey(key: GitHostKey): Promise<KeyAddition>;

  /**
   * From the moment it resolves the key may not log in, and its open connections get no further command. The embedded
   * host closes them; a transfer that a real sshd has let in may come to its end.
   */
  removeKey(key: KeyPlace): Promise<void>;

  /** Creates a bare repository whose branch `main` has one commit (a README), unless it exists. */
  ensureRepository(identifier: string): Promise<void>;

  listRepositories(lab: string): Promise<readonly HostedRepository[]>;

  /** Ends within 10 s, letting running transfers finish in that time. */
  stop(): Promise<void>;
}

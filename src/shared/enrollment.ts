import type { PreFlightCheck } from './pre-flight.ts';

/*
 * The state of an enrollment, as main owns it and the window mirrors it. Every value here survives JSON, and no device
 * code, token or private key is ever among them.
 */

/** One named step of finishing, in the order in which they run. */
export const FINISHING_STEPS = [
  'keyring',
  'keys',
  'known-hosts',
  'ssh-config',
  'registration',
  'proof',
] as const;

export type FinishingStep = (typeof FINISHING_STEPS)[number];

/** What stands between us and the server, as far as the network stack tells. */
export type NetworkTrouble =
  | 'name-not-found'
  | 'connection-refused'
  | 'timed-out'
  | 'certificate-not-trusted'
  | 'proxy'
  | 'redirected'
  | 'answer-too-large'
  | 'interrupted'
  | 'offline';

/** How polling fares: the last thing that is known, in facts. */
export type PollingHealth =
  | { readonly kind: 'waiting' }
  /** The server asked for fewer questions (RFC 8628 section 3.5). */
  | { readonly kind: 'slowed-down'; readonly intervalMs: number }
  | {
      readonly kind: 'retrying';
      /** The trouble on the way, or the status of an answer that cannot be the server's last word. */
      readonly cause: NetworkTrouble | { readonly status: number };
      /** How many times in a row it went wrong. */
      readonly failures: number;
      readonly retryInMs: number;
    };

/** Why the keyring did not take the token. */
export type KeyringFailure = 'unavailable' | 'timed-out' | 'read-back-differs';

/** One proof that what was written works. A skip is named: it is not a success. */
export interface ProofResult {
  readonly check: 'token' | 'ssh-config' | 'ssh-login';
  readonly outcome: 'passed' | 'skipped' | 'failed';
  /** Which circumstance explains a skip or a failure. */
  readonly reason:
    | null
    | 'no-ssh-client'
    | 'no-ssh-alias'
    | 'token-refused'
    | 'other-lab'
    | 'scope-missing'
    | 'server-unreachable'
    | 'overridden'
    | 'key-refused'
    | 'host-unreachable'
    | 'host-key-differs';
  /** For `overridden`: the ssh options that an earlier line of the user's config decides. */
  readonly options?: readonly string[];
}

/** Where an enrollment put things. Absolute paths. */
export interface EnrolledFiles {
  readonly privateKey: string;
  readonly publicKey: string;
  readonly registration: string;
  readonly knownHosts: string | null;
  readonly sshConfig: string | null;
  /** The key of the lab's database account, where the server gave one. */
  readonly databaseKey: string | null;
}

/** What an approval will change on this machine, as far as it is known before. It asks nothing: it only tells. */
export interface PlannedChanges {
  readonly files: Readonly<
    Record<'privateKey' | 'publicKey' | 'registration' | 'knownHosts' | 'sshConfig', string>
  >;
  readonly sshConfig: PlannedSshConfig;
}

export type PlannedSshConfig =
  /** The block as it will be written; what only the server knows stands in angle brackets. */
  | { readonly kind: 'block'; readonly block: string; readonly place: 'new-file' | 'top' }
  | {
      readonly kind: 'conflict';
      readonly problem: SshConfigProblem;
      /** Counted from 1. */
      readonly line: number;
    }
  /** The file cannot be read or replaced; `code` is the system's error name. */
  | { readonly kind: 'unusable'; readonly code: string };

export type SshConfigProblem = 'damaged-markers' | 'alias-defined-elsewhere' | 'not-a-file';

/** What ended an attempt: facts only. The words are the renderer's (`copy.ts`) and the log's. */
export type EnrollmentFailure =
  | { readonly kind: 'server-unreachable'; readonly host: string; readonly trouble: NetworkTrouble }
  /** The address answers, but nothing there speaks this protocol. */
  | { readonly kind: 'not-device-capable'; readonly host: string; readonly status: number }
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number | null }
  | { readonly kind: 'key-rejected' }
  | {
      readonly kind: 'server-error';
      readonly status: number;
      /** Whether the code was spent on it (a failed mint) or never given. */
      readonly during: 'request' | 'mint';
    }
  /** The answer breaks the contract. `field` is a dotted path, such as `ssh_host_alias.port`. */
  | {
      readonly kind: 'bad-response';
      readonly request: 'start' | 'poll';
      readonly field: string;
      readonly revocation: Revocation;
    }
  | { readonly kind: 'denied' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'cancelled'; readonly revocation: Revocation }
  | {
      readonly kind: 'file-error';
      readonly step: FinishingStep | 'new-key';
      readonly path: string;
      /** The system's error name, such as `EACCES` or `ENOSPC`. */
      readonly code: string;
    }
  | {
      readonly kind: 'ssh-config-conflict';
      readonly path: string;
      readonly problem: SshConfigProblem;
      /** Counted from 1. */
      readonly line: number;
    }
  /** The lab's policy allows this workstation no token of that lab. */
  | { readonly kind: 'lab-not-allowed'; readonly lab: string; readonly revocation: Revocation }
  | { readonly kind: 'host-key-refused'; readonly host: string; readonly revocation: Revocation }
  | { readonly kind: 'not-proved'; readonly lab: string; readonly proofs: readonly ProofResult[] }
  /** The app was ended while it finished, and cannot go on by itself. */
  | {
      readonly kind: 'interrupted';
      readonly lab: string;
      /**
       * `token`, `private-key`: gone with the process that held it. `keyring`: it does not give back what it keeps, so
       * finishing can go on once it does.
       */
      readonly missing: 'token' | 'private-key' | 'keyring';
      /** Whether the technician had said that the token is stored by hand. */
      readonly tokenByHand: boolean;
    };

/** What became of a token that was minted and is not kept. `none`: there was none. */
export type Revocation = 'none' | 'revoked' | 'could-not-revoke';

/** The git host's key is not the one that this workstation trusted before: only a person can say which is right. */
export interface HostKeyQuestion {
  readonly host: string;
  readonly knownFingerprint: string;
  readonly offeredFingerprint: string;
}

export type EnrollmentState =
  | { readonly kind: 'idle' }
  | {
      /** Before anybody else is bothered: does this machine, and the way to the server, allow an enrollment? */
      readonly kind: 'checking';
      readonly apiBaseUrl: string;
      readonly checks: readonly PreFlightCheck[];
    }
  | { readonly kind: 'requesting-code'; readonly apiBaseUrl: string }
  | {
      readonly kind: 'awaiting-approval';
      readonly apiBaseUrl: string;
      /** `ABCD-EFGH` */
      readonly userCode: string;
      readonly verificationUrl: string;
      /** What the QR code holds, to the letter. */
      readonly verificationUrlComplete: string;
      /** `SHA256:…` of this workstation's new key: the approval page shows the same. */
      readonly keyFingerprint: string;
      /** From the moment the code was given until it expires. */
      readonly lifetimeMs: number;
      /** At the time of this snapshot; main publishes one at least every second. */
      readonly remainingMs: number;
      readonly polling: PollingHealth;
      readonly changes: PlannedChanges;
      /** What became of a token that the code before this one had brought when it was given up; null: none had come. */
      readonly earlierCode: Exclude<Revocation, 'none'> | null;
    }
  | {
      readonly kind: 'finishing';
      readonly lab: string;
      readonly step: FinishingStep;
      /** Set while `known-hosts` waits for the technician's word. */
      readonly question: HostKeyQuestion | null;
    }
  | {
      readonly kind: 'recovery';
      readonly lab: string;
      readonly reason: KeyringFailure;
      /** `true` while *Try the keyring again* runs. */
      readonly retrying: boolean;
    }
  | {
      readonly kind: 'enrolled';
      readonly lab: string;
      readonly apiBaseUrl: string;
      readonly sshHost: {
        readonly alias: string;
        readonly host: string;
        readonly port: number;
      } | null;
      readonly keyFingerprint: string;
      readonly files: EnrolledFiles;
      /** The block as it stands in the ssh config; null without a git host. */
      readonly sshConfigBlock: string | null;
      /** Another API address that the server named; it is not used (security.md N04). */
      readonly unusedApiBaseUrl: string | null;
      /** `keyring-unshared`: there, but the lab's Python software does not find it (T-24). */
      readonly tokenKeptIn: 'keyring' | 'keyring-unshared' | 'by-hand';
      readonly proofs: readonly ProofResult[];
    }
  | { readonly kind: 'failed'; readonly apiBaseUrl: string; readonly failure: EnrollmentFailure };

/** The state of one kind, for the component that shows it. */
export type StateOf<Kind extends EnrollmentState['kind']> = Extract<
  EnrollmentState,
  { kind: Kind }
>;

import type { NetworkTrouble, ProofResult } from './enrollment.ts';
import type { Result } from './result.ts';

/*
 * What this workstation keeps of each lab that it is enrolled with, as main owns it and the window mirrors it. Every
 * value survives JSON; no token, private key or device code is ever among them.
 */

/** What there is of a lab on this machine (protocol.md section 4): both halves, one of them, or none. */
export type RegistrationStatus = 'registered' | 'partial' | 'unregistered';

/** What is looked at, in the order in which the window lists it. `host` needs the network and comes last. */
export const STATUS_LINES = [
  'registration',
  'token',
  'key',
  'ssh-config',
  'known-hosts',
  'host',
] as const;

export type StatusLineName = (typeof STATUS_LINES)[number];

/** What a look at one part found: facts only. */
export type StatusVerdict =
  | { readonly kind: 'checking' }
  | { readonly kind: 'passed' }
  /** There is nothing to look at: the lab gives no ssh access, or what it would need is missing itself. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'missing' }
  /** It is there and says something else than the rest: another key, another address. */
  | { readonly kind: 'differs' }
  /** A person has to look: our markers in the ssh config do not pair, or the alias is defined elsewhere. */
  | { readonly kind: 'conflict'; readonly line: number }
  /** `code` is the system's error name, such as `EACCES`; for the keyring how it failed. */
  | { readonly kind: 'unreadable'; readonly code: string }
  /** Others could read the private key: ssh refuses such a one. `mode` as `chmod` takes it, such as `644`. */
  | { readonly kind: 'too-open'; readonly mode: string }
  | { readonly kind: 'unreachable' };

export interface StatusLine {
  readonly name: StatusLineName;
  /** What exactly is looked at: a path, an account, an address. Null where there is nothing. */
  readonly subject: string | null;
  readonly verdict: StatusVerdict;
}

/** A token is warned of this many days before its end. */
export const EXPIRY_THRESHOLDS_DAYS = [14, 7, 1] as const;

export type ExpiryThresholdDays = (typeof EXPIRY_THRESHOLDS_DAYS)[number];

export interface TokenExpiry {
  /** ISO 8601 in UTC. */
  readonly expiresAt: string;
  /** Rounded up, so that "1 day" is the last one; 0 when it is over. */
  readonly daysLeft: number;
  /** The smallest threshold that has been passed, or null while there is time. */
  readonly warning: ExpiryThresholdDays | 'expired' | null;
}

export interface ClonedRepository {
  /** `NMGRL/MetaData` */
  readonly repository: string;
  /** Absolute path. */
  readonly path: string;
}

/** One lab that this workstation knows. */
export interface LabRegistration {
  readonly lab: string;
  /** Its files stand where the lab's software reads them (protocol.md section 4). */
  readonly isCurrent: boolean;
  readonly status: RegistrationStatus;
  readonly lines: readonly StatusLine[];
  /** Whether *Repair* can do something about what is wrong. Without a token only a new enrollment can. */
  readonly repairable: boolean;
  /** Null where the machine was enrolled by a program that kept no note of it. */
  readonly apiBaseUrl: string | null;
  readonly keyFingerprint: string | null;
  readonly sshHost: {
    readonly alias: string;
    readonly host: string;
    readonly port: number;
  } | null;
  /** As the server said last; empty before it was asked. */
  readonly scopes: readonly string[];
  /** ISO 8601 in UTC, or null where nobody noted it. */
  readonly enrolledAt: string | null;
  /** Null while it is not known, and for a token that never expires. */
  readonly expiry: TokenExpiry | null;
  readonly clones: readonly ClonedRepository[];
  /** A new key was sent to the server and its answer is not here yet: *Re-onboard* goes on with the same key. */
  readonly keyChangePending: boolean;
}

/** What git says of a clone that is under way. */
export interface CloneProgress {
  readonly phase:
    | 'connecting'
    | 'counting'
    | 'compressing'
    | 'receiving'
    | 'resolving'
    | 'checking-out';
  /** Of this phase, 0 to 100; null where git gives no number. */
  readonly percent: number | null;
}

/** At most one runs at a time. */
export type RegistrationOperation =
  | {
      readonly kind: 'test-connection' | 're-onboard' | 'repair' | 'revoke' | 'remove-locally';
      readonly lab: string;
    }
  | { readonly kind: 'switch'; readonly lab: string }
  | {
      readonly kind: 'clone';
      readonly lab: string;
      readonly repository: string;
      readonly path: string;
      readonly progress: CloneProgress;
    };

/** Why an operation ended without success: facts only. The words are the renderer's. */
export type RegistrationFailure =
  | { readonly kind: 'server-unreachable'; readonly trouble: NetworkTrouble }
  | { readonly kind: 'server-error'; readonly status: number }
  /** The server did not confirm that the token has ended. Nothing was deleted here; *Remove here alone* does. */
  | { readonly kind: 'not-revoked' }
  /** The answer breaks the contract. `field` is a dotted path. */
  | { readonly kind: 'bad-response'; readonly field: string }
  /** Nobody noted where this lab's server is: enrolling again does. */
  | { readonly kind: 'server-unknown' }
  /** Gone, or not valid any more: only a new enrollment gives another one. */
  | { readonly kind: 'token-missing' }
  | { readonly kind: 'token-refused' }
  | { readonly kind: 'scope-missing'; readonly scope: string }
  /** The server takes neither of two new keys. */
  | { readonly kind: 'key-refused' }
  | { readonly kind: 'keyring'; readonly reason: 'unavailable' | 'timed-out' }
  /** `code` is the system's error name, such as `EACCES` or `ENOSPC`. */
  | { readonly kind: 'file-error'; readonly path: string; readonly code: string }
  | {
      readonly kind: 'ssh-config-conflict';
      readonly path: string;
      readonly problem: 'damaged-markers' | 'alias-defined-elsewhere' | 'not-a-file';
      /** Counted from 1. */
      readonly line: number;
    }
  /** The git host shows another key than the one that is pinned: enrolling again asks a person which is right. */
  | { readonly kind: 'host-key-differs'; readonly host: string }
  | { readonly kind: 'no-ssh-access' }
  | { readonly kind: 'folder-exists'; readonly path: string }
  | { readonly kind: 'git-not-installed' }
  | { readonly kind: 'git-failed'; readonly reason: GitFailureReason }
  | { readonly kind: 'cancelled' };

export type GitFailureReason =
  | 'key-refused'
  | 'host-key-differs'
  | 'host-unreachable'
  | 'repository-not-found'
  | 'disk-full'
  | 'other';

/** What became of the token and key on the server. */
export type ServerSide = 'revoked' | 'left-on-server' | 'no-token';

/** How the last operation ended. */
export type RegistrationOutcome =
  | {
      readonly kind: 'tested' | 're-onboarded' | 'repaired';
      readonly lab: string;
      /** Each with its own outcome: a proof that failed is in here. */
      readonly proofs: readonly ProofResult[];
    }
  | { readonly kind: 'switched'; readonly lab: string }
  | {
      readonly kind: 'removed';
      readonly lab: string;
      readonly server: ServerSide;
      /** Clones that stay on this machine. */
      readonly clonesKept: readonly string[];
    }
  | {
      readonly kind: 'cloned';
      readonly lab: string;
      readonly repository: string;
      readonly path: string;
    }
  | {
      readonly kind: 'failed';
      readonly operation: RegistrationOperation['kind'];
      readonly lab: string;
      readonly failure: RegistrationFailure;
    };

export interface RegistrationsState {
  /** False until the files have been looked at for the first time. */
  readonly known: boolean;
  /** The lab whose files stand where the lab's software reads them. */
  readonly current: string | null;
  /** The current one first, then by name. */
  readonly labs: readonly LabRegistration[];
  readonly running: RegistrationOperation | null;
  readonly outcome: RegistrationOutcome | null;
}

export const NO_REGISTRATIONS: RegistrationsState = {
  known: false,
  current: null,
  labs: [],
  running: null,
  outcome: null,
};

/** One thing that removing a lab deletes. */
export interface RemovalItem {
  readonly kind:
    | 'token'
    | 'private-key'
    | 'public-key'
    | 'pending-key'
    | 'registration'
    | 'ssh-config-block'
    | 'known-hosts-line'
    | 'cloud-sql-key'
    | 'record';
  /** An absolute path, or for `token` the keyring's account. */
  readonly subject: string;
}

/** What removing a lab would do, before it does. */
export interface RemovalPlan {
  readonly lab: string;
  readonly items: readonly RemovalItem[];
  /** Kept unless the technician says otherwise. */
  readonly clones: readonly ClonedRepository[];
}

/** A repository that the lab's workstations may clone, and where it goes. */
export interface LabRepository {
  readonly repository: string;
  readonly description: string;
  readonly isMetadata: boolean;
  /** Absolute path. */
  readonly path: string;
  /** Something stands there already. */
  readonly isPresent: boolean;
}

/** A request that cannot be begun: the lab or repository is not one that main knows, or another operation runs. */
export type RegistrationRefusal = 'unknown-lab' | 'unknown-repository' | 'busy';

export type BegunOperation = Result<undefined, RegistrationRefusal>;

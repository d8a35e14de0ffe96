import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import type {
  EnrolledFiles,
  EnrollmentFailure,
  FinishingStep,
  HostKeyQuestion,
  KeyringFailure,
  PlannedChanges,
  ProofResult,
} from '../../shared/enrollment.ts';
import type { Result } from '../../shared/result.ts';
import type { Check } from './check.ts';

/** A new ed25519 pair in memory. It reaches the disk only when its enrollment is approved. */
export interface WorkstationKey {
  /** `ssh-ed25519 AAAA… pychron-<host>`, without a line end. */
  readonly publicKeyLine: string;
  /** `SHA256:…` */
  readonly fingerprint: string;
  /** OpenSSH PEM with a final newline. */
  readonly privateKey: Secret;
}

export type InstallFailure =
  | Extract<EnrollmentFailure, { kind: 'file-error' | 'ssh-config-conflict' }>
  | { readonly kind: 'host-key-refused'; readonly host: string };

export interface InstallProgress {
  /** Called before each step begins and after it is done, and waited for: it may keep a record. */
  onStep(step: FinishingStep, progress: 'begun' | 'done'): void | Promise<void>;
  /** The pinned host key would change: resolves with the technician's word. */
  askHostKey(question: HostKeyQuestion): Promise<boolean>;
}

/** What stands on the machine after {@link Workstation.install}. */
export interface Installation {
  readonly files: EnrolledFiles;
  /** The block as it stands in the ssh config; null without a git host. */
  readonly sshConfigBlock: string | null;
}

/** What the enrollment worker needs of the machine it runs on. */
export interface Workstation {
  /** The host name as the server is told it. */
  readonly hostname: string;

  /** What to look at on this machine before an enrollment. None of it leaves anything behind. */
  readonly checks: readonly Check[];

  createKey(): Promise<Result<WorkstationKey, Extract<EnrollmentFailure, { kind: 'file-error' }>>>;

  /** What {@link install} will change, as far as it is known before the server has answered. Changes nothing. */
  previewChanges(): Promise<PlannedChanges>;

  /** The token that the keyring holds for the lab, or null: what {@link storeToken} is about to replace. */
  findToken(lab: string): Promise<Result<Secret | null, KeyringFailure>>;

  /** Puts the token into the keyring and reads it back. With {@link findToken} it ends within 20 s (security.md K01). */
  storeToken(lab: string, token: Secret): Promise<Result<undefined, KeyringFailure>>;

  /** Brings the keyring back to what {@link findToken} found, so that a failed retry costs nothing (security.md S07). */
  restoreToken(lab: string, earlier: Secret | null): Promise<Result<undefined, KeyringFailure>>;

  /**
   * Writes keys, known_hosts, ssh config and registration.json (protocol.md section 4). May be repeated. All of them are staged before
   * the first is moved into place, so a failure leaves the earlier enrollment as it was.
   */
  install(
    key: WorkstationKey,
    credential: MintedCredential,
    progress: InstallProgress,
  ): Promise<Result<Installation, InstallFailure>>;

  /** `ssh -G` and one BatchMode login, through nothing but what {@link install} wrote. */
  proveSsh(credential: MintedCredential, files: EnrolledFiles): Promise<readonly ProofResult[]>;
}

import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import type {
  EnrolledFiles,
  EnrollmentFailure,
  FinishingStep,
  HostKeyQuestion,
  KeyringFailure,
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
  /** Called as each step begins. */
  onStep(step: FinishingStep): void;
  /** The pinned host key would change: resolves with the technician's word. */
  askHostKey(question: HostKeyQuestion): Promise<boolean>;
}

/** What the enrollment worker needs of the machine it runs on. */
export interface Workstation {
  /** The host name as the server is told it. */
  readonly hostname: string;

  /** What to look at on this machine before an enrollment. None of it leaves anything behind. */
  readonly checks: readonly Check[];

  createKey(): Promise<Result<WorkstationKey, Extract<EnrollmentFailure, { kind: 'file-error' }>>>;

  /** Puts the token into the keyring and reads it back, within 20 s. */
  storeToken(lab: string, token: Secret): Promise<Result<undefined, KeyringFailure>>;

  /**
   * Writes keys, known_hosts, ssh config and registration.json (protocol.md section 4). All of them are staged before
   * the first is moved into place, so a failure leaves the earlier enrollment as it was.
   */
  install(
    key: WorkstationKey,
    credential: MintedCredential,
    progress: InstallProgress,
  ): Promise<Result<EnrolledFiles, InstallFailure>>;

  /** `ssh -G` and one BatchMode login, through nothing but what {@link install} wrote. */
  proveSsh(credential: MintedCredential, files: EnrolledFiles): Promise<readonly ProofResult[]>;
}

import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import { type Check, PASSED } from '../../src/main/workstation/check.ts';
import type {
  InstallFailure,
  InstallProgress,
  Workstation,
  WorkstationKey,
} from '../../src/main/workstation/workstation.ts';
import type {
  EnrolledFiles,
  HostKeyQuestion,
  KeyringFailure,
  ProofResult,
} from '../../src/shared/enrollment.ts';
import { failed, ok, type Result } from '../../src/shared/result.ts';

export const FAKE_KEY: WorkstationKey = {
  publicKeyLine:
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f pychron-lab-mac-01',
  fingerprint: `SHA256:${'k'.repeat(43)}`,
  privateKey: new Secret('canary-private-key'),
};

export const FAKE_FILES: EnrolledFiles = {
  privateKey: '/home/lab/.pychron/keys/pychron_lab-mac-01',
  publicKey: '/home/lab/.pychron/keys/pychron_lab-mac-01.pub',
  registration: '/home/lab/.pychron/registration.json',
  knownHosts: '/home/lab/.pychron/known_hosts',
  sshConfig: '/home/lab/.ssh/config',
};

const HEALTHY_KEYRING: Check = {
  name: 'keyring',
  subject: 'Secret Service',
  timeUp: PASSED,
  run: async () => PASSED,
};

const SSH_PROOFS: readonly ProofResult[] = [
  { check: 'ssh-config', outcome: 'passed', reason: null },
  { check: 'ssh-login', outcome: 'passed', reason: null },
];

/** What a test wants the machine to do; each field left out is a machine on which all goes well. */
export interface Circumstances {
  /** What there is to look at before; otherwise a keyring that is well. */
  readonly checks?: readonly Check[];
  readonly newKey?: Awaited<ReturnType<Workstation['createKey']>>;
  /** How the keyring fares at each call in turn; afterwards it takes the token. */
  readonly keyringFailures?: readonly KeyringFailure[];
  readonly installFailure?: InstallFailure;
  readonly hostKeyQuestion?: HostKeyQuestion;
  /** The ssh proofs at each call in turn; afterwards they pass. */
  readonly sshProofs?: readonly (readonly ProofResult[])[];
}

/** A machine in memory that does as its circumstances say. */
export class FakeWorkstation implements Workstation {
  readonly hostname = 'lab-mac-01';
  readonly checks: readonly Check[];
  /** What was asked of it, in order. */
  readonly calls: string[] = [];
  /** The keyring: lab to token. */
  readonly tokens = new Map<string, string>();
  readonly #circumstances: Circumstances;
  readonly #keyringFailures: KeyringFailure[];
  readonly #sshProofs: (readonly ProofResult[])[];

  constructor(circumstances: Circumstances = {}) {
    this.#circumstances = circumstances;
    this.checks = circumstances.checks ?? [HEALTHY_KEYRING];
    this.#keyringFailures = [...(circumstances.keyringFailures ?? [])];
    this.#sshProofs = [...(circumstances.sshProofs ?? [])];
  }

  async createKey(): ReturnType<Workstation['createKey']> {
    this.calls.push('createKey');
    return this.#circumstances.newKey ?? ok(FAKE_KEY);
  }

  async storeToken(lab: string, token: Secret): Promise<Result<undefined, KeyringFailure>> {
    this.calls.push('storeToken');
    const failure = this.#keyringFailures.shift();
    if (failure) return failed(failure);
    this.tokens.set(lab, token.reveal());
    return ok(undefined);
  }

  async install(
    _key: WorkstationKey,
    _credential: MintedCredential,
    progress: InstallProgress,
  ): Promise<Result<EnrolledFiles, InstallFailure>> {
    this.calls.push('install');
    const { hostKeyQuestion, installFailure } = this.#circumstances;
    progress.onStep('keys');
    progress.onStep('known-hosts');
    if (hostKeyQuestion && !(await progress.askHostKey(hostKeyQuestion))) {
      return failed({ kind: 'host-key-refused', host: hostKeyQuestion.host });
    }
    progress.onStep('ssh-config');
    if (installFailure) return failed(installFailure);
    progress.onStep('registration');
    return ok(FAKE_FILES);
  }

  async proveSsh(): Promise<readonly ProofResult[]> {
    this.calls.push('proveSsh');
    return this.#sshProofs.shift() ?? SSH_PROOFS;
  }
}

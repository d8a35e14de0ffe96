import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import { Secret } from '@onbench/protocol/secret';
import { type Check, PASSED } from '../../src/main/workstation/check.ts';
import { generateWorkstationKey } from '../../src/main/workstation/generate-workstation-key.ts';
import type { Stored } from '../../src/main/workstation/keyring.ts';
import type {
  Installation,
  InstallFailure,
  InstallProgress,
  Workstation,
  WorkstationKey,
} from '../../src/main/workstation/workstation.ts';
import type {
  EnrolledFiles,
  FinishingStep,
  HostKeyQuestion,
  KeyringFailure,
  PlannedChanges,
  ProofResult,
} from '../../src/shared/enrollment.ts';
import { failed, ok, type Result } from '../../src/shared/result.ts';

export const FAKE_KEY: WorkstationKey = generateWorkstationKey('lab-mac-01');

export const FAKE_FILES: EnrolledFiles = {
  privateKey: '/home/lab/.pychron/keys/pychron_lab-mac-01',
  publicKey: '/home/lab/.pychron/keys/pychron_lab-mac-01.pub',
  registration: '/home/lab/.pychron/registration.json',
  knownHosts: '/home/lab/.pychron/known_hosts',
  sshConfig: '/home/lab/.ssh/config',
  databaseKey: null,
};

export const FAKE_BLOCK =
  '# BEGIN pychron-cloud:pychron-NMGRL\n# END pychron-cloud:pychron-NMGRL\n';

export const FAKE_CHANGES: PlannedChanges = {
  files: {
    privateKey: '/home/lab/.pychron/keys/pychron_lab-mac-01',
    publicKey: '/home/lab/.pychron/keys/pychron_lab-mac-01.pub',
    registration: '/home/lab/.pychron/registration.json',
    knownHosts: '/home/lab/.pychron/known_hosts',
    sshConfig: '/home/lab/.ssh/config',
  },
  sshConfig: { kind: 'block', block: 'Host pychron-<lab>\n', place: 'new-file' },
};

const HEALTHY_KEYRING: Check = {
  name: 'keyring',
  subject: 'Secret Service',
  timeUp: PASSED,
  run: async () => PASSED,
};

type FileTrouble = Exclude<InstallFailure, { kind: 'host-key-refused' }>;

/** What a test wants the machine to do; each field left out is a machine on which all goes well. */
export interface Circumstances {
  /** What there is to look at before; otherwise a keyring that is well. */
  readonly checks?: readonly Check[];
  readonly newKey?: Awaited<ReturnType<Workstation['createKey']>>;
  /** What the keyring holds for NMGRL at first. */
  readonly earlierToken?: string;
  /** Whether Python finds what the keyring takes; it does unless this says otherwise. */
  readonly foundByPython?: boolean;
  /** How the keyring fares at each call in turn, null for well; afterwards all goes well. */
  readonly keyringFailures?: readonly (KeyringFailure | null)[];
  /** What goes wrong at each installation in turn; afterwards all goes well. */
  readonly installFailures?: readonly FileTrouble[];
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
  readonly tokens: Map<string, string>;
  /** The key that the files belong to. */
  installedKey: WorkstationKey | null = null;
  readonly #circumstances: Circumstances;
  readonly #keyringFailures: (KeyringFailure | null)[];
  readonly #sshProofs: (readonly ProofResult[])[];
  readonly #installFailures: FileTrouble[];

  constructor(circumstances: Circumstances = {}, tokens = new Map<string, string>()) {
    this.#circumstances = circumstances;
    this.tokens = tokens;
    this.checks = circumstances.checks ?? [HEALTHY_KEYRING];
    this.#keyringFailures = [...(circumstances.keyringFailures ?? [])];
    this.#installFailures = [...(circumstances.installFailures ?? [])];
    this.#sshProofs = [...(circumstances.sshProofs ?? [])];
    if (circumstances.earlierToken) this.tokens.set('NMGRL', circumstances.earlierToken);
  }

  async createKey(): ReturnType<Workstation['createKey']> {
    this.calls.push('createKey');
    return this.#circumstances.newKey ?? ok(FAKE_KEY);
  }

  async previewChanges(): Promise<PlannedChanges> {
    return FAKE_CHANGES;
  }

  async findToken(lab: string): Promise<Result<Secret | null, KeyringFailure>> {
    return this.#onKeyring('findToken', () => {
      const text = this.tokens.get(lab);
      return text === undefined ? null : new Secret(text);
    });
  }

  async storeToken(lab: string, token: Secret): Promise<Result<Stored, KeyringFailure>> {
    return this.#onKeyring('storeToken', () => {
      this.tokens.set(lab, token.reveal());
      return { foundByPython: this.#circumstances.foundByPython ?? true };
    });
  }

  async restoreToken(
    lab: string,
    earlier: Secret | null,
  ): Promise<Result<undefined, KeyringFailure>> {
    return this.#onKeyring('restoreToken', () => {
      if (earlier === null) this.tokens.delete(lab);
      else this.tokens.set(lab, earlier.reveal());
      return undefined;
    });
  }

  async install(
    key: WorkstationKey,
    { sshHostAlias, databaseKey, lab }: MintedCredential,
    progress: InstallProgress,
  ): Promise<Result<Installation, InstallFailure>> {
    this.calls.push('install');
    const ssh = sshHostAlias ? (['known-hosts', 'ssh-config'] as const) : [];
    const steps = ['keys', ...ssh, 'registration'] as const;
    const trouble = this.#installFailures.shift();
    for (const step of steps) {
      await progress.onStep(step, 'begun');
      const failure = await this.#failureAt(step, progress, trouble);
      if (failure) return failed(failure);
    }
    for (const step of steps) await progress.onStep(step, 'done');
    this.installedKey = key;
    const files = {
      ...FAKE_FILES,
      ...(sshHostAlias ? {} : { knownHosts: null, sshConfig: null }),
      databaseKey: databaseKey && `/home/lab/.pychron/keys/cloudsql_${lab}.json`,
    };
    return ok({ files, sshConfigBlock: sshHostAlias && FAKE_BLOCK });
  }

  async proveSsh({ sshHostAlias }: MintedCredential): Promise<readonly ProofResult[]> {
    this.calls.push('proveSsh');
    if (!sshHostAlias) return sshProofs('skipped', 'no-ssh-alias');
    return this.#sshProofs.shift() ?? sshProofs('passed', null);
  }

  #onKeyring<Value>(name: string, act: () => Value): Result<Value, KeyringFailure> {
    this.calls.push(name);
    const failure = this.#keyringFailures.shift();
    return failure ? failed(failure) : ok(act());
  }

  async #failureAt(
    step: FinishingStep,
    progress: InstallProgress,
    trouble: FileTrouble | undefined,
  ): Promise<InstallFailure | null> {
    const { hostKeyQuestion } = this.#circumstances;
    if (step === 'known-hosts' && hostKeyQuestion && !(await progress.askHostKey(hostKeyQuestion)))
      return { kind: 'host-key-refused', host: hostKeyQuestion.host };
    if (!trouble) return null;
    const failing = trouble.kind === 'file-error' ? trouble.step : 'ssh-config';
    return step === failing ? trouble : null;
  }
}

function sshProofs(
  outcome: ProofResult['outcome'],
  reason: ProofResult['reason'],
): readonly ProofResult[] {
  return (['ssh-config', 'ssh-login'] as const).map((check) => ({ check, outcome, reason }));
}

import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { SshHostAlias } from '@onbench/protocol/ssh-host-alias';
import type { EnrolledFiles, FinishingStep } from '../../shared/enrollment.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { createPrivateFolder, removeIfEmpty, tightenFolder } from './private-folder.ts';
import { renderRegistration } from './render-registration.ts';
import { stageKnownHosts } from './stage-known-hosts.ts';
import { stageSshConfig } from './stage-ssh-config.ts';
import { type StagedChange, stageReplacement } from './staged-change.ts';
import { systemErrorCode } from './system-error.ts';
import type { InstallFailure, InstallProgress, WorkstationKey } from './workstation.ts';
import type { WorkstationPaths } from './workstation-paths.ts';

interface Enrollment {
  readonly key: WorkstationKey;
  readonly credential: MintedCredential;
  readonly progress: InstallProgress;
}

type Change = StagedChange<InstallFailure>;
type Outcome = Result<undefined, InstallFailure>;

const SHARED_WRITE = 0o022;
const SHARED_ANY = 0o077;

/** Stages every file, then moves them into place in the order of the steps. Until the first move nothing has changed. */
export async function installEnrollment(
  paths: WorkstationPaths,
  enrollment: Enrollment,
): Promise<Result<EnrolledFiles, InstallFailure>> {
  const installation = new Installation(paths, enrollment);
  try {
    const outcome = await installation.run();
    return outcome.ok ? ok(enrolledFiles(paths, enrollment.credential.sshHostAlias)) : outcome;
  } finally {
    await installation.leaveNothingStaged();
  }
}

class Installation {
  readonly #staged: { readonly step: FinishingStep; readonly change: Change }[] = [];
  readonly #createdFolders: string[] = [];
  readonly #paths: WorkstationPaths;
  readonly #enrollment: Enrollment;

  constructor(paths: WorkstationPaths, enrollment: Enrollment) {
    this.#paths = paths;
    this.#enrollment = enrollment;
  }

  async run(): Promise<Outcome> {
    const staged = await this.#stageAll();
    if (!staged.ok) return staged;
    // What others wrote while a person was asked about the host key must not stop us half-way.
    const refreshed = await this.#forEachChange((change) => change.refresh());
    return refreshed.ok ? this.#forEachChange((change) => change.commit()) : refreshed;
  }

  async leaveNothingStaged(): Promise<void> {
    for (const { change } of this.#staged) await change.discard().catch(() => undefined);
    for (const folder of this.#createdFolders.reverse()) await removeIfEmpty(folder);
  }

  async #stageAll(): Promise<Outcome> {
    const { sshHostAlias } = this.#enrollment.credential;
    const { privateKey, knownHosts, sshConfig, registration } = this.#paths;
    const keys = await this.#stage('keys', privateKey, () => this.#stageKeys());
    if (!keys.ok) return keys;
    if (sshHostAlias) {
      const pinned = await this.#stage('known-hosts', knownHosts, () =>
        this.#stageKnownHosts(sshHostAlias),
      );
      if (!pinned.ok) return pinned;
      const config = await this.#stage('ssh-config', sshConfig, () =>
        this.#stageSshConfig(sshHostAlias),
      );
      if (!config.ok) return config;
    }
    return this.#stage('registration', registration, () => this.#stageRegistration());
  }

  async #stage(
    step: FinishingStep,
    path: string,
    stage: () => Promise<Result<readonly Change[], InstallFailure>>,
  ): Promise<Outcome> {
    this.#enrollment.progress.onStep(step);
    const changes = await asFileError(step, path, stage);
    if (!changes.ok) return changes;
    this.#staged.push(...changes.value.map((change) => ({ step, change })));
    return ok(undefined);
  }

  async #stageKeys(): Promise<Result<readonly Change[], never>> {
    const { pychronFolder, keysFolder, privateKey, publicKey } = this.#paths;
    const { key } = this.#enrollment;
    await this.#createFolder(pychronFolder);
    await this.#createFolder(keysFolder);
    // Other programs may read what else is in ~/.pychron, but none may replace our files there.
    await tightenFolder(pychronFolder, SHARED_WRITE);
    await tightenFolder(keysFolder, SHARED_ANY);
    const secretHalf = await stageReplacement(privateKey, key.privateKey.reveal(), 0o600);
    try {
      return ok([secretHalf, await stageReplacement(publicKey, `${key.publicKeyLine}\n`, 0o644)]);
    } catch (error) {
      await secretHalf.discard();
      throw error;
    }
  }

  async #stageKnownHosts(alias: SshHostAlias): Promise<Result<readonly Change[], InstallFailure>> {
    const { progress } = this.#enrollment;
    return listed(await stageKnownHosts(this.#paths.knownHosts, alias, progress));
  }

  async #stageSshConfig(alias: SshHostAlias): Promise<Result<readonly Change[], InstallFailure>> {
    await this.#createFolder(this.#paths.sshFolder);
    return listed(await stageSshConfig(this.#paths, alias));
  }

  async #stageRegistration(): Promise<Result<readonly Change[], never>> {
    const { sshKey, apiToken } = this.#enrollment.credential;
    const text = renderRegistration(sshKey, apiToken);
    return ok([await stageReplacement(this.#paths.registration, text, 0o600)]);
  }

  async #createFolder(path: string): Promise<void> {
    if (await createPrivateFolder(path)) this.#createdFolders.push(path);
  }

  async #forEachChange(act: (change: Change) => Promise<Outcome>): Promise<Outcome> {
    for (const { step, change } of this.#staged) {
      const outcome = await asFileError(step, change.path, () => act(change));
      if (!outcome.ok) return outcome;
    }
    return ok(undefined);
  }
}

function listed<Failure>(change: Result<StagedChange<Failure>, Failure>) {
  return change.ok ? ok([change.value]) : change;
}

async function asFileError<Value, Failure>(
  step: FinishingStep,
  path: string,
  act: () => Promise<Result<Value, Failure>>,
): Promise<Result<Value, Failure | Extract<InstallFailure, { kind: 'file-error' }>>> {
  try {
    return await act();
  } catch (error) {
    return failed({ kind: 'file-error', step, path, code: systemErrorCode(error) });
  }
}

function enrolledFiles(paths: WorkstationPaths, alias: SshHostAlias | null): EnrolledFiles {
  return {
    privateKey: paths.privateKey,
    publicKey: paths.publicKey,
    registration: paths.registration,
    knownHosts: alias && paths.knownHosts,
    sshConfig: alias && paths.sshConfig,
  };
}

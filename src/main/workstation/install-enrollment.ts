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
import type {
  Installation,
  InstallFailure,
  InstallProgress,
  WorkstationKey,
} from './workstation.ts';
import { databaseKeyPath, type WorkstationPaths } from './workstation-paths.ts';

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
): Promise<Result<Installation, InstallFailure>> {
  const installer = new Installer(paths, enrollment);
  try {
    const outcome = await installer.run();
    if (!outcome.ok) return outcome;
    const files = enrolledFiles(paths, enrollment.credential);
    return ok({ files, sshConfigBlock: installer.sshConfigBlock });
  } finally {
    await installer.leaveNothingStaged();
  }
}

class Installer {
  sshConfigBlock: string | null = null;
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
    return refreshed.ok ? this.#commitAll() : refreshed;
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
    await this.#enrollment.progress.onStep(step, 'begun');
    const changes = await asFileError(step, path, stage);
    if (!changes.ok) return changes;
    this.#staged.push(...changes.value.map((change) => ({ step, change })));
    return ok(undefined);
  }

  async #stageKeys(): Promise<Result<readonly Change[], never>> {
    const { pychronFolder, keysFolder, privateKey, publicKey } = this.#paths;
    const { key, credential } = this.#enrollment;
    await this.#createFolder(pychronFolder);
    await this.#createFolder(keysFolder);
    // Other programs may read what else is in ~/.pychron, but none may replace our files there.
    await tightenFolder(pychronFolder, SHARED_WRITE);
    await tightenFolder(keysFolder, SHARED_ANY);
    const { databaseKey, lab } = credential;
    return stageTogether([
      () => stageReplacement(privateKey, key.privateKey.reveal(), 0o600),
      () => stageReplacement(publicKey, `${key.publicKeyLine}\n`, 0o644),
      ...(databaseKey
        ? [() => stageReplacement(databaseKeyPath(this.#paths, lab), databaseKey.reveal(), 0o600)]
        : []),
    ]);
  }

  async #stageKnownHosts(alias: SshHostAlias): Promise<Result<readonly Change[], InstallFailure>> {
    const { progress } = this.#enrollment;
    return listed(await stageKnownHosts(this.#paths.knownHosts, alias, progress));
  }

  async #stageSshConfig(alias: SshHostAlias): Promise<Result<readonly Change[], InstallFailure>> {
    await this.#createFolder(this.#paths.sshFolder);
    const staged = await stageSshConfig(this.#paths, alias, (block) => {
      this.sshConfigBlock = block;
    });
    return listed(staged);
  }

  async #stageRegistration(): Promise<Result<readonly Change[], never>> {
    const { sshKey, apiToken } = this.#enrollment.credential;
    const text = renderRegistration(sshKey, apiToken);
    return ok([await stageReplacement(this.#paths.registration, text, 0o600)]);
  }

  async #createFolder(path: string): Promise<void> {
    if (await createPrivateFolder(path)) this.#createdFolders.push(path);
  }

  async #commitAll(): Promise<Outcome> {
    for (const [index, { step, change }] of this.#staged.entries()) {
      const outcome = await asFileError(step, change.path, () => change.commit());
      if (!outcome.ok) return outcome;
      const isLastOfStep = this.#staged[index + 1]?.step !== step;
      if (isLastOfStep) await this.#enrollment.progress.onStep(step, 'done');
    }
    return ok(undefined);
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

/** All of them, or none. */
async function stageTogether(
  stages: readonly (() => Promise<StagedChange<never>>)[],
): Promise<Result<readonly Change[], never>> {
  const staged: StagedChange<never>[] = [];
  try {
    for (const stage of stages) staged.push(await stage());
    return ok(staged);
  } catch (error) {
    for (const change of staged) await change.discard();
    throw error;
  }
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

function enrolledFiles(
  paths: WorkstationPaths,
  { sshHostAlias, databaseKey, lab }: MintedCredential,
): EnrolledFiles {
  return {
    privateKey: paths.privateKey,
    publicKey: paths.publicKey,
    registration: paths.registration,
    knownHosts: sshHostAlias && paths.knownHosts,
    sshConfig: sshHostAlias && paths.sshConfig,
    databaseKey: databaseKey && databaseKeyPath(paths, lab),
  };
}

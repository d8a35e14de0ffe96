import type {
  BegunOperation,
  ExpiryThresholdDays,
  LabRepository,
  RegistrationFailure,
  RegistrationOperation,
  RegistrationOutcome,
  RegistrationRefusal,
  RegistrationsState,
  RemovalPlan,
} from '../../shared/registrations.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import { systemErrorCode } from '../workstation/system-error.ts';
import type { Workstation } from '../workstation/workstation.ts';
import { cloneRepository } from './clone-repository.ts';
import { fileError } from './file-error.ts';
import { installBesideOtherLabs } from './install-beside-other-labs.ts';
import type { LabContext } from './lab-context.ts';
import { listRepositories } from './list-repositories.ts';
import { planRemoval } from './plan-removal.ts';
import { proveLab } from './prove-lab.ts';
import { reOnboardLab } from './re-onboard-lab.ts';
import { RegistrationsMirror } from './registrations-mirror.ts';
import { type Removal, removeLab } from './remove-lab.ts';
import { repairLab, restoreSshFiles } from './repair-lab.ts';
import { resumeLabs } from './resume-labs.ts';
import { makeCurrent } from './switch-lab.ts';
import { dueWarning } from './token-expiry.ts';
import { Turns } from './turns.ts';

export interface ExpiryWarning {
  readonly lab: string;
  readonly threshold: ExpiryThresholdDays;
  readonly daysLeft: number;
}

export interface RegistrationsOptions {
  readonly context: LabContext;
  /** Where the technician enrolls at the moment, or did last. */
  readonly chosenApiBaseUrl: () => string | null;
  /** Tells a person, whether or not they look at the window. */
  readonly notify: (warning: ExpiryWarning) => void;
}

type Outcome = Result<RegistrationOutcome, RegistrationFailure>;

/** Between two looks for tokens that are about to end. */
const WATCH_INTERVAL_MS = 6 * 60 * 60 * 1_000;

/** Owns what is known of this workstation's labs; at most one operation on them runs at a time. */
export class Registrations {
  readonly #options: RegistrationsOptions;
  readonly #context: LabContext;
  readonly #mirror: RegistrationsMirror;
  readonly #turns = new Turns();
  readonly #listed = new Map<string, readonly LabRepository[]>();
  readonly #closed = new AbortController();
  #running: AbortController | null = null;
  #ended: Promise<void> = Promise.resolve();

  constructor(options: RegistrationsOptions) {
    this.#options = options;
    this.#context = options.context;
    this.#mirror = new RegistrationsMirror(options.context);
  }

  get state(): RegistrationsState {
    return this.#mirror.state;
  }

  /** Resolves when no operation runs any more. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Follows every later state; the returned function stops following. */
  subscribe(listener: (state: RegistrationsState) => void): () => void {
    return this.#mirror.subscribe(listener);
  }

  /** Finishes what an earlier run could not. */
  async resume(): Promise<void> {
    await this.#mirror.look();
    await this.#turns.take(() => resumeLabs(this.#context));
    await this.#mirror.look();
  }

  /** Resumes, then looks at everything, again and again until it is closed. */
  async open(): Promise<void> {
    await this.resume();
    while (!this.#closed.signal.aborted) {
      await this.refresh();
      await this.#context.clock
        .sleep(WATCH_INTERVAL_MS, this.#closed.signal)
        .catch(() => undefined);
    }
  }

  /** Looks at what is on this machine, and changes nothing: right beside another process that works with it. */
  look(): Promise<void> {
    return this.#mirror.look();
  }

  /** Looks at everything: first what is on this machine, then what the network says. */
  async refresh(): Promise<void> {
    await this.#mirror.look();
    await this.#mirror.lookFurther(this.#closed.signal);
    await this.#warnOfExpiry();
  }

  /** Ends a clone and what goes on in the background. Nothing else is waited for: it goes on at the next start. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.cancel();
    if (this.state.running?.kind === 'clone') await this.#ended;
  }

  /** The same workstation; its enrollments leave the other labs of this machine alone. */
  besideOtherLabs(workstation: Workstation): Workstation {
    const { store, wallTimeMs } = this.#context;
    return {
      ...workstation,
      install: async (key, credential, progress) => {
        const apiBaseUrl = this.#options.chosenApiBaseUrl();
        const enrolling = { store, apiBaseUrl, nowMs: wallTimeMs() };
        const installed = await this.#turns.take(() =>
          installBesideOtherLabs(enrolling, { key, credential }, () =>
            workstation.install(key, credential, progress),
          ),
        );
        void this.refresh();
        return installed;
      },
    };
  }

  testConnection(lab: string): BegunOperation {
    return this.#begin({ kind: 'test-connection', lab }, () => this.#proved('tested', lab));
  }

  reOnboard(lab: string): BegunOperation {
    return this.#begin({ kind: 're-onboard', lab }, async () => {
      const changed = await reOnboardLab(this.#context, lab);
      return changed.ok ? this.#proved('re-onboarded', lab) : changed;
    });
  }

  repair(lab: string): BegunOperation {
    return this.#begin({ kind: 'repair', lab }, async () => {
      const repaired = await repairLab(this.#context, lab);
      return repaired.ok ? this.#proved('repaired', lab) : repaired;
    });
  }

  switchTo(lab: string): BegunOperation {
    return this.#begin({ kind: 'switch', lab }, async () => {
      const switched = await makeCurrent(this.#context.store, lab);
      if (!switched.ok) return switched;
      const restored = await restoreSshFiles(this.#context, lab);
      return restored.ok ? ok({ kind: 'switched', lab }) : restored;
    });
  }

  async planRemoval(lab: string): Promise<Result<RemovalPlan, RegistrationRefusal>> {
    if (!this.#knows(lab)) return failed('unknown-lab');
    return ok(await planRemoval(this.#context, lab));
  }

  revoke(lab: string, alsoClones: boolean): BegunOperation {
    return this.#remove('revoke', lab, { atServer: true, alsoClones });
  }

  removeLocally(lab: string, alsoClones: boolean): BegunOperation {
    return this.#remove('remove-locally', lab, { atServer: false, alsoClones });
  }

  async listRepositories(
    lab: string,
  ): Promise<Result<readonly LabRepository[], RegistrationRefusal | RegistrationFailure>> {
    if (!this.#knows(lab)) return failed('unknown-lab');
    const listed = await listRepositories(this.#context, lab);
    if (listed.ok) this.#listed.set(lab, listed.value);
    return listed;
  }

  clone(lab: string, repository: string): BegunOperation {
    const found = this.#listed.get(lab)?.find((listed) => listed.repository === repository);
    if (!found) return failed(this.#knows(lab) ? 'unknown-repository' : 'unknown-lab');
    const { path } = found;
    const progress = { phase: 'connecting', percent: null } as const;
    const operation = { kind: 'clone', lab, repository, path, progress } as const;
    return this.#begin(operation, async (signal) => {
      const cloned = await cloneRepository(this.#context, {
        lab,
        repository,
        path,
        onProgress: (now) => this.#mirror.change({ running: { ...operation, progress: now } }),
        signal,
      });
      return cloned.ok ? ok({ kind: 'cloned', lab, repository, path }) : cloned;
    });
  }

  /** Only a clone heeds it: whatever else was begun is brought to its end. */
  cancel(): void {
    this.#running?.abort();
  }

  /** Forgets how the last operation ended. */
  dismiss(): void {
    this.#mirror.change({ outcome: null });
  }

  /** Where the lab's own server is, for enrolling again. */
  apiBaseUrlOf(lab: string): Result<string, RegistrationRefusal | 'server-unknown'> {
    const known = this.state.labs.find((registration) => registration.lab === lab);
    if (!known) return failed('unknown-lab');
    return known.apiBaseUrl === null ? failed('server-unknown') : ok(known.apiBaseUrl);
  }

  #remove(kind: 'revoke' | 'remove-locally', lab: string, removal: Removal): BegunOperation {
    return this.#begin({ kind, lab }, async () => {
      const removed = await removeLab(this.#context, lab, removal);
      return removed.ok ? ok({ kind: 'removed', lab, ...removed.value }) : removed;
    });
  }

  async #proved(kind: 'tested' | 're-onboarded' | 'repaired', lab: string): Promise<Outcome> {
    const proofs = await proveLab(this.#context, lab);
    return proofs.ok ? ok({ kind, lab, proofs: proofs.value }) : proofs;
  }

  #knows(lab: string): boolean {
    return this.state.labs.some((registration) => registration.lab === lab);
  }

  #begin(
    operation: RegistrationOperation,
    act: (signal: AbortSignal) => Promise<Outcome>,
  ): BegunOperation {
    if (!this.#knows(operation.lab)) return failed('unknown-lab');
    if (this.#running !== null) return failed('busy');
    this.#running = new AbortController();
    this.#mirror.change({ running: operation, outcome: null });
    this.#ended = this.#run(operation, this.#running.signal, act);
    return ok(undefined);
  }

  async #run(
    { kind, lab }: RegistrationOperation,
    signal: AbortSignal,
    act: (signal: AbortSignal) => Promise<Outcome>,
  ): Promise<void> {
    const ended = await this.#turns.take(() => this.#orFileError(() => act(signal)));
    const { log } = this.#context;
    if (!ended.ok) log.warn({ lab, operation: kind, failure: ended.failure }, 'it did not succeed');
    else log.info({ lab, operation: kind }, 'it succeeded');
    const outcome: RegistrationOutcome = ended.ok
      ? ended.value
      : { kind: 'failed', operation: kind, lab, failure: ended.failure };
    this.#running = null;
    await this.#mirror.look({ running: null, outcome });
  }

  async #orFileError<Value>(
    act: () => Promise<Result<Value, RegistrationFailure>>,
  ): Promise<Result<Value, RegistrationFailure>> {
    try {
      return await act();
    } catch (error) {
      return failed(fileError(error, this.#context.store.paths.pychronFolder));
    }
  }

  /** Once for each threshold of each token, however often the app is started in between. */
  async #warnOfExpiry(): Promise<void> {
    const { store, log } = this.#context;
    for (const { lab, expiry } of this.state.labs) {
      try {
        const threshold = dueWarning(expiry, (await store.record(lab)).warnedDays);
        if (threshold === null || expiry === null) continue;
        await store.update(lab, { warnedDays: threshold });
        this.#options.notify({ lab, threshold, daysLeft: expiry.daysLeft });
      } catch (error) {
        log.warn({ lab, code: systemErrorCode(error) }, 'the warning could not be noted');
      }
    }
  }
}

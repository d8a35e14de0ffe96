import type { Secret } from '@onbench/protocol/secret';
import { parseApiBaseUrl } from '../../shared/api-base-url.ts';
import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { StartProblem } from '../../shared/ipc.ts';
import { preFlightVerdict } from '../../shared/pre-flight.ts';
import { failed, ok, type Result } from '../../shared/result.ts';
import type { EnrollmentClient } from '../api/enrollment-client.ts';
import type { AttemptContext } from './attempt-context.ts';
import { CodeRenewal } from './code-renewal.ts';
import { EnrollmentFinishing } from './enrollment-finishing.ts';
import type { Unfinished } from './enrollment-journal.ts';
import { planResumption } from './plan-resumption.ts';
import { type PreFlightAnswer, passPreFlight } from './pre-flight.ts';
import { Question } from './question.ts';
import { requestApproval, SUSPENDED } from './request-approval.ts';
import { resumeEnrollment } from './resume-enrollment.ts';
import { type EnrollmentEvent, isAtRest, transition } from './transition.ts';

export interface EnrollmentWorkerOptions
  extends Omit<AttemptContext, 'apiBaseUrl' | 'client' | 'dispatch'> {
  /** A client for the address that the technician chose. */
  readonly createClient: (apiBaseUrl: string) => EnrollmentClient;
}

/** One run from the click to its end. Dropping it drops the secrets of that enrollment. */
interface Attempt {
  readonly stop: AbortController;
  readonly renewal: CodeRenewal;
  readonly preFlightAnswer: Question<PreFlightAnswer>;
  readonly finishing: EnrollmentFinishing;
  /** Resolves when the run is over, a revocation that follows a cancel included. */
  ended: Promise<void>;
}

/** Owns the state of enrollment; at most one runs at a time. */
export class EnrollmentWorker {
  readonly #options: EnrollmentWorkerOptions;
  readonly #listeners = new Set<(state: EnrollmentState) => void>();
  #state: EnrollmentState = { kind: 'idle' };
  #attempt: Attempt | null = null;

  constructor(options: EnrollmentWorkerOptions) {
    this.#options = options;
  }

  get state(): EnrollmentState {
    return this.#state;
  }

  /** Follows every later state; the returned function stops following. */
  subscribe(listener: (state: EnrollmentState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Checks address and policy before any file or network is touched. While an enrollment runs it changes nothing. */
  start(typed: string): Result<undefined, StartProblem> {
    const apiBaseUrl = parseApiBaseUrl(typed);
    if (!apiBaseUrl.ok) return apiBaseUrl;
    const refusal = this.#options.admission.refusalOf(apiBaseUrl.value);
    if (refusal !== null) return failed(refusal);
    if (!isAtRest(this.#state)) {
      this.#logIgnored('start');
      return ok(undefined);
    }
    // Whoever starts anew turns away from what was unfinished.
    void this.#options.journal.ended();
    this.#run(apiBaseUrl.value, async (context, attempt) => {
      this.#dispatch({ kind: 'started', apiBaseUrl: context.apiBaseUrl });
      await runAttempt(context, attempt);
    });
    return ok(undefined);
  }

  /**
   * Goes on with what an earlier process left unfinished, by itself; for the start of the app. Gives whether there was
   * something, and then the state tells of it already. A start by the technician that comes first stands.
   */
  async resume(): Promise<boolean> {
    const { journal, workstation, admission, log } = this.#options;
    const unfinished = await journal.read();
    // What the policy forbids now is kept for a day on which it does not.
    if (!unfinished || admission.refusalOf(apiBaseUrlOf(unfinished)) !== null) return false;
    const resumption = await planResumption(unfinished, workstation);
    const changes = await workstation.previewChanges();
    if (!isAtRest(this.#state)) return false;
    log.info({ found: unfinished.kind, plan: resumption.kind }, 'an enrollment is taken up again');
    this.#run(apiBaseUrlOf(unfinished), (context, attempt) =>
      resumeEnrollment(context, resumption, { ...attempt, stop: attempt.stop.signal, changes }),
    );
    return true;
  }

  /**
   * For the end of the process in good order. What the journal keeps is left to the next start; everything else ends as by
   * {@link cancel}. Resolves when nothing more is under way; who cannot wait that long may end the process all the same.
   */
  async suspend(): Promise<void> {
    const { state } = this;
    const { isKept } = this.#options.journal;
    const isAsking = state.kind === 'finishing' && state.question !== null;
    if (state.kind === 'recovery' || (isAsking && isKept)) return;
    if (state.kind === 'awaiting-approval' && isKept) this.#attempt?.stop.abort(SUSPENDED);
    else await this.cancel();
    await this.#attempt?.ended;
    await this.#options.journal.settled();
  }

  /** Gives up the code on the screen for a new one from the same address. An approval that crosses this is revoked. */
  renewCode(): void {
    if (this.#state.kind !== 'awaiting-approval') this.#logIgnored('renew-code');
    else {
      this.#dispatch({ kind: 'code-given-up' });
      this.#attempt?.renewal.giveUp();
    }
  }

  /**
   * Ends the wait for an approval: the state says so within a second, and the promise resolves when nothing is left to
   * be done. While files are written it only answers an open question with no.
   */
  async cancel(): Promise<void> {
    const { kind } = this.#state;
    if (kind === 'checking' || kind === 'requesting-code' || kind === 'awaiting-approval') {
      this.#attempt?.stop.abort();
      await this.#attempt?.ended;
    } else if (this.#attempt?.finishing.hostKeyQuestion.isOpen) this.answerHostKey(false);
    else this.#logIgnored('cancel');
  }

  /** Back to idle from an end, forgetting what the attempt still held. */
  dismiss(): void {
    if (!isAtRest(this.#state)) {
      this.#logIgnored('dismiss');
      return;
    }
    if (this.#state.kind === 'failed') void this.#options.journal.ended();
    this.#attempt = null;
    this.#dispatch({ kind: 'dismissed' });
  }

  answerHostKey(trust: boolean): void {
    this.#attempt?.finishing.hostKeyQuestion.answer(trust);
  }

  /** Goes on to ask for a code. A failed check is not passed by anybody's word. */
  continueDespiteWarnings(): void {
    if (this.#state.kind === 'checking' && preFlightVerdict(this.#state.checks) === 'warnings') {
      this.#attempt?.preFlightAnswer.answer('go-on');
    } else this.#logIgnored('continue-despite-warnings');
  }

  /**
   * Repeats what went wrong and may have been mended, without another code: the pre-flight's checks, the files or the
   * proofs of an enrollment, or the look at the keyring of one that was interrupted.
   */
  checkAgain(): void {
    const { state } = this;
    if (state.kind === 'checking') this.#attempt?.preFlightAnswer.answer('check-again');
    else if (state.kind === 'failed' && state.failure.kind === 'interrupted') void this.resume();
    else if (this.#attempt) void this.#watch(this.#attempt.finishing.tryAgain());
  }

  retryKeyring(): void {
    this.#attempt?.finishing.refusedToken.answer('try-again');
  }

  confirmStored(): void {
    this.#attempt?.finishing.refusedToken.answer('stored');
  }

  /** Revokes the token that the keyring refused; resolves when nothing is left to be done. */
  async giveTokenBack(): Promise<void> {
    this.#attempt?.finishing.refusedToken.answer('give-back');
    await this.#attempt?.ended;
  }

  /** The token that the keyring refused, while the state is `recovery`. For the technician only: show it or copy it. */
  get tokenOnDemand(): Secret | null {
    return this.#attempt?.finishing.tokenOnDemand ?? null;
  }

  /** The checked address of the approval page, code included, while one is awaited: what may be opened or copied. */
  approvalUrl(): string | null {
    return this.#state.kind === 'awaiting-approval' ? this.#state.verificationUrlComplete : null;
  }

  #run(
    apiBaseUrl: string,
    work: (context: AttemptContext, attempt: Attempt) => Promise<void>,
  ): void {
    const { createClient, ...shared } = this.#options;
    const context: AttemptContext = {
      ...shared,
      apiBaseUrl,
      client: createClient(apiBaseUrl),
      dispatch: (event) => {
        // A revocation may outlive its attempt: its word must not reach the next one.
        if (this.#attempt === attempt) this.#dispatch(event);
      },
    };
    const attempt: Attempt = {
      stop: new AbortController(),
      renewal: new CodeRenewal(),
      preFlightAnswer: new Question(),
      finishing: new EnrollmentFinishing(context),
      ended: Promise.resolve(),
    };
    this.#attempt = attempt;
    attempt.ended = this.#watch(work(context, attempt));
  }

  #dispatch(event: EnrollmentEvent): void {
    const next = transition(this.#state, event);
    if (next === this.#state) {
      this.#logIgnored(event.kind);
      return;
    }
    if (next.kind !== this.#state.kind) {
      this.#options.log.info({ from: this.#state.kind, to: next.kind }, 'the enrollment moved on');
    }
    this.#state = next;
    for (const listener of this.#listeners) listener(next);
  }

  #logIgnored(event: string): void {
    const { log } = this.#options;
    log.info({ event, state: this.#state.kind }, 'ignored: it has no place in this state');
  }

  /** Expected failures are states; what is thrown here is a bug, and is left to the process to report. */
  #watch(work: Promise<void>): Promise<void> {
    return work.catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'the enrollment met a bug');
      throw error;
    });
  }
}

async function runAttempt(context: AttemptContext, attempt: Attempt): Promise<void> {
  const stop = attempt.stop.signal;
  if (!(await passPreFlight(context, attempt.preFlightAnswer, stop))) return;
  const approval = await requestApproval(context, { stop, renewal: attempt.renewal });
  if (!approval) return;
  context.dispatch({ kind: 'approved', lab: approval.credential.lab });
  await attempt.finishing.run(approval);
}

function apiBaseUrlOf(unfinished: Unfinished): string {
  return unfinished.kind === 'finishing'
    ? unfinished.entry.apiBaseUrl
    : unfinished.secrets.pending.apiBaseUrl;
}

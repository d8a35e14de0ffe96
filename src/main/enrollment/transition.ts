import { assertNever } from '../../shared/assert-never.ts';
import { canGoOn } from '../../shared/can-go-on.ts';
import type {
  EnrollmentFailure,
  EnrollmentState,
  FinishingStep,
  HostKeyQuestion,
  KeyringFailure,
  PollingHealth,
  Revocation,
  StateOf,
} from '../../shared/enrollment.ts';
import { type PreFlightCheck, preFlightVerdict } from '../../shared/pre-flight.ts';

/** What is known of a code when it is first shown. */
export type ShownCode = Omit<
  StateOf<'awaiting-approval'>,
  'kind' | 'apiBaseUrl' | 'remainingMs' | 'polling'
>;

/** What happens to an enrollment. Events carry facts for the window, and no secret. */
export type EnrollmentEvent =
  | { readonly kind: 'started'; readonly apiBaseUrl: string }
  | { readonly kind: 'pre-flight-begun'; readonly checks: readonly PreFlightCheck[] }
  | { readonly kind: 'check-finished'; readonly check: PreFlightCheck }
  /** Every check is done, and none failed. */
  | { readonly kind: 'pre-flight-passed' }
  | { readonly kind: 'code-received'; readonly code: ShownCode }
  /** The technician wants another code than the one on the screen. */
  | { readonly kind: 'code-given-up' }
  /** An earlier process had received the code. */
  | {
      readonly kind: 'wait-resumed';
      readonly apiBaseUrl: string;
      readonly code: ShownCode;
      readonly remainingMs: number;
    }
  /** An earlier process had kept the token. */
  | { readonly kind: 'finishing-resumed'; readonly lab: string }
  | { readonly kind: 'time-passed'; readonly remainingMs: number }
  | { readonly kind: 'polled'; readonly polling: PollingHealth }
  | { readonly kind: 'approved'; readonly lab: string }
  | { readonly kind: 'keyring-refused'; readonly reason: KeyringFailure }
  | { readonly kind: 'keyring-retried' }
  | { readonly kind: 'step-begun'; readonly step: FinishingStep }
  | { readonly kind: 'host-key-asked'; readonly question: HostKeyQuestion }
  | { readonly kind: 'host-key-answered' }
  | { readonly kind: 'tried-again'; readonly lab: string; readonly step: FinishingStep }
  | { readonly kind: 'enrolled'; readonly enrollment: Omit<StateOf<'enrolled'>, 'kind'> }
  | {
      readonly kind: 'failed';
      readonly apiBaseUrl: string;
      readonly failure: EnrollmentFailure;
    }
  /** The token of a cancelled enrollment met its end after the cancel was answered. */
  | { readonly kind: 'revoked-late'; readonly revocation: Revocation }
  | { readonly kind: 'dismissed' };

/** The state after an event. An event that has no place in a state gives the same state back. */
export function transition(state: EnrollmentState, event: EnrollmentEvent): EnrollmentState {
  switch (event.kind) {
    case 'started':
      return isAtRest(state)
        ? { kind: 'checking', apiBaseUrl: event.apiBaseUrl, checks: [] }
        : state;
    case 'pre-flight-begun':
      return state.kind === 'checking' ? { ...state, checks: event.checks } : state;
    case 'check-finished':
      return state.kind === 'checking' ? finishCheck(state, event.check) : state;
    case 'pre-flight-passed':
      return mayAskForCode(state)
        ? { kind: 'requesting-code', apiBaseUrl: state.apiBaseUrl }
        : state;
    case 'code-received':
      return state.kind === 'requesting-code'
        ? awaitApproval(state.apiBaseUrl, event.code, event.code.lifetimeMs)
        : state;
    case 'code-given-up':
      return state.kind === 'awaiting-approval'
        ? { kind: 'requesting-code', apiBaseUrl: state.apiBaseUrl }
        : state;
    case 'wait-resumed':
      return isAtRest(state)
        ? awaitApproval(event.apiBaseUrl, event.code, event.remainingMs)
        : state;
    case 'finishing-resumed':
      return isAtRest(state) ? finish(event.lab, 'keyring') : state;
    case 'time-passed':
      return state.kind === 'awaiting-approval'
        ? { ...state, remainingMs: event.remainingMs }
        : state;
    case 'polled':
      return state.kind === 'awaiting-approval' ? { ...state, polling: event.polling } : state;
    case 'approved':
      return state.kind === 'awaiting-approval' ? finish(event.lab, 'keyring') : state;
    case 'keyring-refused':
      return refuse(state, event.reason);
    case 'keyring-retried':
      return state.kind === 'recovery' && !state.retrying ? { ...state, retrying: true } : state;
    case 'step-begun':
      return isWorking(state) || state.kind === 'recovery' ? finish(state.lab, event.step) : state;
    case 'host-key-asked':
      return isWorking(state) ? { ...state, question: event.question } : state;
    case 'host-key-answered':
      return isAsking(state) ? { ...state, question: null } : state;
    case 'tried-again':
      return hasMore(state) ? finish(event.lab, event.step) : state;
    case 'enrolled':
      return isWorking(state) && state.step === 'proof'
        ? { kind: 'enrolled', ...event.enrollment }
        : state;
    case 'failed':
      return fail(state, event);
    case 'revoked-late':
      return correctRevocation(state, event.revocation);
    case 'dismissed':
      return isAtRest(state) && state.kind !== 'idle' ? { kind: 'idle' } : state;
    default:
      return assertNever(event);
  }
}

/** Whether nothing is under way, so that an enrollment may start. */
export function isAtRest(
  state: EnrollmentState,
): state is StateOf<'idle'> | StateOf<'enrolled'> | StateOf<'failed'> {
  return state.kind === 'idle' || state.kind === 'enrolled' || state.kind === 'failed';
}

/** Finishing with nothing to wait for. */
function isWorking(state: EnrollmentState): state is StateOf<'finishing'> {
  return state.kind === 'finishing' && state.question === null;
}

function isAsking(state: EnrollmentState): state is StateOf<'finishing'> {
  return state.kind === 'finishing' && state.question !== null;
}

function hasMore(state: EnrollmentState): boolean {
  return state.kind === 'failed' && canGoOn(state.failure);
}

/** Past warnings, never past a failure or an open check. */
function mayAskForCode(state: EnrollmentState): state is StateOf<'checking'> {
  if (state.kind !== 'checking') return false;
  const verdict = preFlightVerdict(state.checks);
  return verdict === 'passed' || verdict === 'warnings';
}

function finishCheck(state: StateOf<'checking'>, finished: PreFlightCheck): StateOf<'checking'> {
  const checks = state.checks.map((check) => (check.name === finished.name ? finished : check));
  return { ...state, checks };
}

function awaitApproval(
  apiBaseUrl: string,
  code: ShownCode,
  remainingMs: number,
): StateOf<'awaiting-approval'> {
  return {
    kind: 'awaiting-approval',
    apiBaseUrl,
    ...code,
    remainingMs,
    polling: { kind: 'waiting' },
  };
}

function finish(lab: string, step: FinishingStep): StateOf<'finishing'> {
  return { kind: 'finishing', lab, step, question: null };
}

function refuse(state: EnrollmentState, reason: KeyringFailure): EnrollmentState {
  const isStoring =
    (state.kind === 'recovery' && state.retrying) ||
    (state.kind === 'finishing' && state.step === 'keyring');
  return isStoring ? { kind: 'recovery', lab: state.lab, reason, retrying: false } : state;
}

/** A question that only the technician can answer is never taken away by a failure. */
function fail(
  state: EnrollmentState,
  { apiBaseUrl, failure }: Extract<EnrollmentEvent, { kind: 'failed' }>,
): EnrollmentState {
  const isUnderWay =
    state.kind === 'checking' ||
    state.kind === 'requesting-code' ||
    state.kind === 'awaiting-approval' ||
    isWorking(state);
  return isUnderWay ? { kind: 'failed', apiBaseUrl, failure } : state;
}

function correctRevocation(state: EnrollmentState, revocation: Revocation): EnrollmentState {
  if (state.kind !== 'failed' || state.failure.kind !== 'cancelled') return state;
  return { ...state, failure: { kind: 'cancelled', revocation } };
}

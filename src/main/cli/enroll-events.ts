import type { EnrollmentState, StateOf } from '../../shared/enrollment.ts';
import { preFlightVerdict } from '../../shared/pre-flight.ts';
import { TROUBLE_NUMBERS } from '../../shared/trouble-numbers.ts';

/** One line of `--json`, before its end. Their shapes are promised in docs/cli.md: fields are added, never changed. */
export type EnrollEvent = { readonly event: string } & Readonly<Record<string, unknown>>;

/**
 * What is new in a state. Events of a kind come once for each thing that they tell: the checks when all are done, a code
 * when there is one, and nothing for a second that has passed.
 */
export function eventsOf(state: EnrollmentState, before: EnrollmentState): readonly EnrollEvent[] {
  switch (state.kind) {
    case 'checking':
      return preFlightVerdict(state.checks) === 'running' ? [] : [checksEvent(state)];
    case 'awaiting-approval':
      return [...codeEvents(state, before), ...pollingEvents(state, before)];
    case 'finishing': {
      const { lab, step, question } = state;
      // The step that the refusal had interrupted.
      if (before.kind === 'recovery') return [];
      return question
        ? [{ event: 'host-key-question', lab, ...question }]
        : [{ event: 'step', lab, step }];
    }
    case 'recovery':
      return state.retrying
        ? []
        : [{ event: 'keyring-refused', lab: state.lab, reason: state.reason }];
    case 'enrolled':
      return [enrolledEvent(state)];
    case 'failed':
      return [{ event: 'failed', apiBaseUrl: state.apiBaseUrl, failure: state.failure }];
    default:
      return [];
  }
}

function checksEvent({ apiBaseUrl, checks }: StateOf<'checking'>): EnrollEvent {
  return {
    event: 'checks',
    apiBaseUrl,
    verdict: preFlightVerdict(checks),
    checks: checks.map(({ name, subject, progress }) => ({
      name,
      subject,
      outcome: progress.kind,
      number: 'problem' in progress ? TROUBLE_NUMBERS[progress.problem.kind].number : null,
      problem: 'problem' in progress ? progress.problem : null,
    })),
  };
}

function codeEvents(state: StateOf<'awaiting-approval'>, before: EnrollmentState): EnrollEvent[] {
  if (before.kind === 'awaiting-approval' && before.userCode === state.userCode) return [];
  const { apiBaseUrl, userCode, verificationUrl, verificationUrlComplete, keyFingerprint } = state;
  const remainingSeconds = Math.ceil(state.remainingMs / 1_000);
  return [
    {
      event: 'code',
      apiBaseUrl,
      userCode,
      verificationUrl,
      verificationUrlComplete,
      keyFingerprint,
      remainingSeconds,
    },
  ];
}

function pollingEvents(
  { polling }: StateOf<'awaiting-approval'>,
  before: EnrollmentState,
): EnrollEvent[] {
  const earlier = before.kind === 'awaiting-approval' ? before.polling.kind : 'waiting';
  if (polling.kind === earlier) return [];
  return [
    {
      event: 'polling',
      health: polling.kind,
      cause: polling.kind === 'retrying' ? polling.cause : null,
    },
  ];
}

function enrolledEvent(state: StateOf<'enrolled'>): EnrollEvent {
  const { lab, apiBaseUrl, sshHost, keyFingerprint, tokenKeptIn, files, proofs } = state;
  return {
    event: 'enrolled',
    lab,
    apiBaseUrl,
    sshHost,
    keyFingerprint,
    tokenKeptIn,
    files,
    proofs,
  };
}

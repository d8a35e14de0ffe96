import {
  KEYRING_REASONS,
  PROOF_CHECKS,
  PROOF_OUTCOMES,
  PROOF_REASONS,
  pollingSentence,
  STEPS,
} from '../../shared/copy/enrollment-copy.ts';
import { failureWords } from '../../shared/copy/failure-copy.ts';
import {
  CHECK_OUTCOMES,
  CHECKS,
  problemWords,
  SKIP_REASONS,
} from '../../shared/copy/pre-flight-copy.ts';
import type {
  EnrollmentFailure,
  EnrollmentState,
  ProofResult,
  StateOf,
} from '../../shared/enrollment.ts';
import { type PreFlightCheck, preFlightVerdict } from '../../shared/pre-flight.ts';
import { TROUBLE_NUMBERS } from '../../shared/trouble-numbers.ts';

type Lines = readonly string[];

const NAME_WIDTH = 20;

/** What is new in a state, for a person. The words are the window's. */
export function linesOf(state: EnrollmentState, before: EnrollmentState): Lines {
  switch (state.kind) {
    case 'checking':
      return checkingLines(state);
    case 'awaiting-approval':
      return [...codeLines(state, before), ...pollingLines(state, before)];
    case 'finishing':
      return finishingLines(state, before);
    case 'recovery':
      return state.retrying ? [] : ['', KEYRING_REASONS[state.reason]];
    case 'enrolled':
      return enrolledLines(state);
    case 'failed':
      return failureLines(state.failure);
    default:
      return [];
  }
}

function checkingLines({ apiBaseUrl, checks }: StateOf<'checking'>): Lines {
  if (checks.length === 0) return [`Checking this workstation and ${apiBaseUrl} …`];
  return preFlightVerdict(checks) === 'running' ? [] : checks.flatMap(checkLines);
}

function checkLines({ name, subject, progress }: PreFlightCheck): Lines {
  const outcome = CHECK_OUTCOMES[progress.kind];
  const head = `  ${CHECKS[name].padEnd(NAME_WIDTH)}${outcome}`;
  if (progress.kind === 'skipped') return [`${head}: ${SKIP_REASONS[progress.reason]}`];
  const line = subject === null ? head : `${head}  ${subject}`;
  if (!('problem' in progress)) return [line];
  const { what, next } = problemWords(progress.problem);
  return [
    `${line}  (${TROUBLE_NUMBERS[progress.problem.kind].number})`,
    `    ${what}`,
    `    ${next}`,
  ];
}

function codeLines(state: StateOf<'awaiting-approval'>, before: EnrollmentState): Lines {
  if (before.kind === 'awaiting-approval' && before.userCode === state.userCode) return [];
  return [
    '',
    'Give this code to your administrator, or open the link:',
    '',
    `    ${state.userCode}`,
    '',
    `    ${state.verificationUrlComplete}`,
    '',
    'The approval page shows this fingerprint of the new key as well:',
    '',
    `    ${state.keyFingerprint}`,
    '',
    `The code is good for ${Math.ceil(state.remainingMs / 60_000)} more minutes.`,
  ];
}

function pollingLines({ polling }: StateOf<'awaiting-approval'>, before: EnrollmentState): Lines {
  const isKnown = before.kind === 'awaiting-approval' && before.polling.kind === polling.kind;
  return isKnown ? [] : [pollingSentence(polling)];
}

/** The wait as one line that changes each second. */
export function waitingLine({ remainingMs, polling }: StateOf<'awaiting-approval'>): string {
  const seconds = Math.ceil(remainingMs / 1_000);
  const left = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return `${left} left. ${pollingSentence(polling)}`;
}

function finishingLines(state: StateOf<'finishing'>, before: EnrollmentState): Lines {
  const { lab, step, question } = state;
  if (question) {
    return [
      '',
      `The git host ${question.host} shows another key than this workstation trusted before.`,
      `  Known:  ${question.knownFingerprint}`,
      `  Now:    ${question.offeredFingerprint}`,
      'Ask your administrator which of them is right.',
    ];
  }
  // The step that the refusal had interrupted.
  if (before.kind === 'recovery') return [];
  const isNew = before.kind !== 'finishing';
  return [...(isNew ? ['', `Approved for ${lab}.`] : []), `  ${STEPS[step]} …`];
}

function enrolledLines({ lab, sshHost, tokenKeptIn, proofs }: StateOf<'enrolled'>): Lines {
  return [
    ...proofs.map(proofLine),
    '',
    `Enrolled as ${lab}.`,
    ...(sshHost ? [`git reaches the lab’s host by the name ${sshHost.alias}.`] : []),
    ...(tokenKeptIn === 'by-hand' ? ['The token is in no keyring: keep it in a safe place.'] : []),
  ];
}

export function proofLine({ check, outcome, reason, options }: ProofResult): string {
  const head = `  ${PROOF_OUTCOMES[outcome]}: ${PROOF_CHECKS[check]}.`;
  if (reason === null) return head;
  return `${head} ${PROOF_REASONS[reason]}${options ? ` (${options.join(', ')})` : ''}`;
}

function failureLines(failure: EnrollmentFailure): Lines {
  const { heading, what, next, token, facts = [] } = failureWords(failure);
  const proofs = failure.kind === 'not-proved' ? failure.proofs.map(proofLine) : [];
  return [
    '',
    `${heading}. ${what}`,
    ...proofs,
    ...facts.map(([label, value]) => `  ${label}: ${value}`),
    ...(token === undefined ? [] : [token]),
    next,
  ];
}

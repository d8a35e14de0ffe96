import type { GrantDialect } from '@onbench/protocol/approval-api';
import type { CredentialLifetime, Scope } from '@onbench/protocol/scopes';
import type { Failure, FailureCode } from './api/failure.ts';
import type { DraftField } from './flow/draft.ts';
import type { FlowState, Outcome } from './flow/flow-state.ts';
import { describeDuration } from './format-time.ts';

/* Every sentence that depends on what happened. Each one says what to do next. */

const FAILURES: Readonly<Record<FailureCode, string | ((failure: Failure) => string)>> = {
  wrong_credentials: 'That e-mail address and password do not match. Check both, then try again.',
  too_many_attempts: ({ retryAfterSeconds }) =>
    retryAfterSeconds === null
      ? 'Too many attempts. Wait a few minutes, then try again.'
      : `Too many attempts. Wait ${describeDuration(retryAfterSeconds)}, then try again.`,
  too_many_wrong_codes: ({ retryAfterSeconds }) =>
    `Too many wrong codes were entered, so none is looked up for now. ${
      retryAfterSeconds === null ? 'Wait 15 minutes' : `Wait ${describeDuration(retryAfterSeconds)}`
    }, then try again. If the code has expired by then, start again on the machine that showed it.`,
  not_signed_in: 'Your session has ended. Sign in again to go on.',
  fresh_sign_in_required: 'Sign in again to go on.',
  passwords_off: 'Nobody signs in with a password here. Sign in with your organisation instead.',
  unknown_account:
    'Your organisation knows you, but this server has no administrator with that e-mail address. Ask whoever runs the server to add you.',
  email_not_verified:
    'Your organisation has not verified your e-mail address. Verify it there, then sign in again.',
  sign_in_cancelled: 'The sign-in was cancelled. Start it again when you are ready.',
  provider_unreachable:
    'Your organisation’s sign-in does not answer. Wait a moment, then try again. If it keeps happening, tell whoever runs the server.',
  provider_refused:
    'The sign-in through your organisation failed or took too long. Start it again. If it keeps happening, tell whoever runs the server.',
  not_reauthenticated:
    'Your organisation did not ask who you are again, so this page cannot be sure. Sign out there, then try again.',
  window_blocked:
    'Your browser did not let the sign-in window open. Allow windows for this site, then try again.',
  // The server alone knows which of its rules forbade it.
  forbidden: ({ message }) =>
    message ?? 'Your account may not do this. Ask another administrator of the lab.',
  unknown_code:
    'There is no request with this code. Compare it letter by letter with the screen that shows it, then try again.',
  expired_code:
    'This code has expired. Start again on the machine that showed it, then enter its new code.',
  already_decided:
    'This request has already been approved or denied. If the machine still needs access, start again there and enter its new code.',
  reason_required: ({ message }) =>
    message ?? 'Nobody announced this device. Say why you approve it, then approve again.',
  not_found: ({ message }) => message ?? 'It is not there any more. Load the page again.',
  already_exists: ({ message }) => message ?? 'There is one already. Choose another name.',
  last_administrator: ({ message }) =>
    message ?? 'Somebody must look after the server. Make somebody else its administrator first.',
  other_request:
    'This code belongs to another request than the one that you opened. Type the code that this machine’s own screen shows. If it shows no other, go back to the inbox and deny this request.',
  invalid_request:
    'The server did not accept these details. Check what you entered, then try again.',
  unreachable:
    'The server could not be reached. Nothing you entered is lost: check your connection, then try again.',
  unexpected_answer:
    'The server gave an answer that this page cannot use. Wait a moment, then try again. If it keeps happening, tell whoever runs the server.',
  incomplete_code:
    'A code has eight letters. Check that you have entered all of them and nothing else.',
  impossible_code:
    'A code never has digits, vowels, the letter Y or letters of another alphabet. Compare it letter by letter with the screen that shows it.',
};

export function describeFailure(failure: Failure): string {
  const words = FAILURES[failure.code];
  return typeof words === 'string' ? words : words(failure);
}

export const SIGN_OUT_FAILED = 'You are still signed in.';

export const STEP_TITLES: Readonly<Record<FlowState['kind'], string>> = {
  'enter-code': 'Enter the code',
  review: 'Review the request',
  outcome: 'Done',
};

export const SIGN_IN_REASONS: Readonly<
  Record<'first' | 'session-ended' | 'signed-out', string | null>
> = {
  first: null,
  'session-ended':
    'Your session has ended. Sign in again to go on where you were: what you entered is kept.',
  'signed-out': 'You are signed out.',
};

/** What the name of what asks stands for. */
export const REQUESTER_WORDS: Readonly<Record<GrantDialect, string>> = {
  pychron: 'A workstation that calls itself',
  oauth: 'A program that is registered as',
  romm: 'A device that calls itself',
};

export const COMPARISON_WORDS = {
  'code-and-key': {
    title: 'Compare with the workstation’s screen',
    advice: 'Deny if either differs, or if nobody you trust is in front of it.',
    tick: 'The code and the fingerprint match the workstation’s screen',
  },
  code: {
    title: 'Compare with the program’s screen',
    advice:
      'Only the code can be compared. Deny if it differs, or if nobody you trust asked for it just now.',
    tick: 'The code matches the program’s screen',
  },
} as const;

/** The password, asked for over a page. */
export const CONFIRM_PROBLEMS = {
  missing: 'Enter your password.',
  wrong: 'That is not the password of this account. Try again.',
} as const;

export const DRAFT_PROBLEMS: Readonly<Record<DraftField, string>> = {
  compared: 'Compare with the screen of what is asking, then tick this.',
  lab: 'Choose the lab that the workstation belongs to.',
  technicianEmail: 'Enter the technician’s e-mail address, such as name@lab.example.',
  reason: 'Say why you approve a device that nobody announced.',
  scopes: 'Choose at least one permission.',
  deviceName: 'Use at most 100 characters.',
};

export interface ScopeWords {
  readonly label: string;
  readonly meaning: string;
  readonly risky: boolean;
}

export const SCOPE_WORDS: Readonly<Record<Scope, ScopeWords>> = {
  'workstations:register_ssh_key': {
    label: 'Register its own SSH key',
    meaning: 'The workstation can fetch and push the lab’s data, and replace its key later.',
    risky: false,
  },
  'device-codes:approve': {
    label: 'Approve other workstations',
    meaning: 'Whoever uses this workstation can let more machines in, without you.',
    risky: true,
  },
};

export const LIFETIME_WORDS: Readonly<Record<CredentialLifetime, string>> = {
  '30d': '30 days',
  '90d': '90 days',
  '1y': '1 year',
  never: 'Never expires',
};

export const PLATFORM_WORDS: Readonly<Record<string, string>> = {
  linux: 'Linux',
  darwin: 'macOS',
  win32: 'Windows',
};

export const OUTCOME_HEADINGS: Readonly<Record<Outcome['kind'], string>> = {
  approved: 'Approved',
  denied: 'Denied',
  'decided-by-another': 'Already decided',
  expired: 'Too late: the code has expired',
};

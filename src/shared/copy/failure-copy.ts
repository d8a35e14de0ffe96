import type { EnrollmentFailure, FinishingStep } from '../enrollment.ts';
import { NETWORK_TROUBLES, REVOCATIONS, STEPS } from './enrollment-copy.ts';

/** A failure in words: what happened, what to do next, and what became of the token where that is in question. */
export interface FailureWords {
  readonly heading: string;
  readonly what: string;
  readonly next: string;
  readonly token?: string;
  /** A label and a machine's own words: a path, a host. */
  readonly facts?: readonly (readonly [label: string, value: string])[];
}

type FailureKind = EnrollmentFailure['kind'];
type FailureOf<Kind extends FailureKind> = Extract<EnrollmentFailure, { kind: Kind }>;

const APPROVAL_KEPT = 'The approval is not lost: trying again goes on with it, without a new code.';

const FAILURES: { readonly [Kind in FailureKind]: (failure: FailureOf<Kind>) => FailureWords } = {
  'server-unreachable': ({ host, trouble }) => ({
    heading: 'No connection to the server',
    what: NETWORK_TROUBLES[trouble].what,
    next: NETWORK_TROUBLES[trouble].next,
    facts: [['Server', host]],
  }),
  'not-device-capable': ({ host, status }) => ({
    heading: 'This server does not enroll workstations',
    what: `Something answers at this address (status ${status}), but it is not an enrollment server.`,
    next: 'Compare the API base URL with the one that your administrator gave you.',
    facts: [['Server', host]],
  }),
  'rate-limited': ({ retryAfterSeconds }) => ({
    heading: 'Too many requests',
    what: 'The server gives out no more codes for now.',
    next:
      retryAfterSeconds === null
        ? 'Wait a few minutes, then try again.'
        : `Try again in ${duration(retryAfterSeconds)}.`,
  }),
  'key-rejected': () => ({
    heading: 'The server refused this workstation’s key',
    what: 'It did not accept the new SSH key. Nothing on this machine has changed.',
    next: 'Try again: each attempt makes a new key. If it is refused twice, tell your administrator.',
  }),
  'server-error': ({ status, during }) => ({
    heading: 'The server had a problem',
    what:
      during === 'mint'
        ? `The request was approved, but the server could not issue the token (status ${status}). The code is spent.`
        : `It could not give out a code (status ${status}).`,
    next: 'Try again in a few minutes. If it stays like this, tell your administrator.',
  }),
  'bad-response': ({ request, field, revocation }) => ({
    heading: 'The server’s answer cannot be used',
    what:
      request === 'start'
        ? 'Its answer to the request for a code is not as agreed.'
        : 'Its answer after the approval is not as agreed, so nothing was written.',
    next: 'Tell your administrator the name of this field: the server has to be corrected.',
    token: REVOCATIONS[revocation],
    facts: [['Field', field]],
  }),
  denied: () => ({
    heading: 'The administrator denied the request',
    what: 'No token was issued, and nothing on this machine has changed.',
    next: 'Ask your administrator for the reason. You can try again at any time.',
  }),
  expired: () => ({
    heading: 'The code has expired',
    what: 'Nobody approved it in time. Nothing on this machine has changed.',
    next: 'Try again for a new code once your administrator is at hand.',
  }),
  cancelled: ({ revocation }) => ({
    heading: 'Enrollment cancelled',
    what: 'You stopped it. If this machine was enrolled before, that still works.',
    next: 'Try again whenever you are ready.',
    token: REVOCATIONS[revocation],
  }),
  'file-error': ({ step, path, code }) => ({
    heading: 'A file could not be written',
    what: `It went wrong at “${stepName(step)}”. ${fileErrorCause(code)}`,
    next: `${fileErrorRemedy(code)} Then try again. If this machine was enrolled before, that still works.`,
    ...(step !== 'new-key' && { token: APPROVAL_KEPT }),
    facts: [
      ['Path', path],
      ['Error', code],
    ],
  }),
  'ssh-config-conflict': ({ path, problem, line }) => ({
    heading: 'Your SSH config needs a correction',
    what: `${SSH_CONFIG_PROBLEMS[problem](line).what} The file was left as it is.`,
    next: `${SSH_CONFIG_PROBLEMS[problem](line).mend} Then try again.`,
    token: APPROVAL_KEPT,
    facts: [
      ['File', path],
      ['Line', String(line)],
    ],
  }),
  'lab-not-allowed': ({ lab, revocation }) => ({
    heading: `This workstation may not join ${lab}`,
    what: 'The administrator approved it for a lab that this machine’s policy does not allow. Nothing on this machine has changed.',
    next: 'Ask your administrator to approve it for the right lab, then try again.',
    token: REVOCATIONS[revocation],
    facts: [['Lab', lab]],
  }),
  'host-key-refused': ({ host, revocation }) => ({
    heading: 'The git host’s new key was not trusted',
    what: 'You stopped because the key has changed. Nothing on this machine has changed.',
    next: 'Ask your administrator which fingerprint is the right one, then try again.',
    token: REVOCATIONS[revocation],
    facts: [['Git host', host]],
  }),
  'not-proved': ({ lab }) => ({
    heading: `Set up for ${lab}, but not yet working`,
    what: 'Everything is in its place, but a check failed.',
    next: 'Do what the failed check says, then check again. No new approval is needed.',
  }),
  interrupted: (failure) => ({
    heading: `The enrollment for ${failure.lab} was interrupted`,
    ...INTERRUPTIONS[failure.missing](failure),
  }),
};

const INTERRUPTIONS: Record<
  FailureOf<'interrupted'>['missing'],
  (failure: FailureOf<'interrupted'>) => { what: string; next: string; token?: string }
> = {
  token: () => ({
    what: 'Onbench was ended before the token was in the keyring, and the server does not give it out again. If this machine was enrolled before, that still works.',
    next: 'Check that the keyring is unlocked, then try again. A new approval is needed.',
    token:
      'A server revokes a token that never arrived by itself, as a rule within 15 minutes. Your administrator can revoke it at once.',
  }),
  'private-key': ({ tokenByHand }) => ({
    what: 'Onbench was ended before the new SSH key was in its place, and nothing else had it.',
    next: 'Try again. A new approval is needed.',
    token: tokenByHand
      ? 'The token that you stored stays valid until your administrator revokes it.'
      : 'The token is in the keyring. The next enrollment replaces it there.',
  }),
  keyring: () => ({
    what: 'The request was approved. What is left to do waits in the keyring, which does not give it out.',
    next: 'Unlock the keyring, then continue. No new approval is needed.',
  }),
};

export const SSH_CONFIG_PROBLEMS: Record<
  FailureOf<'ssh-config-conflict'>['problem'],
  (line: number) => { what: string; mend: string }
> = {
  'damaged-markers': (line) => ({
    what: `The lines that mark the Onbench block are damaged at line ${line}.`,
    mend: 'Delete what is left of the block, from “# BEGIN pychron-cloud” to “# END pychron-cloud”.',
  }),
  'alias-defined-elsewhere': (line) => ({
    what: `Line ${line} already defines this host alias.`,
    mend: 'Rename or remove that Host entry.',
  }),
  'not-a-file': () => ({
    what: 'Something that is not an ordinary file stands in its place.',
    mend: 'Move it away.',
  }),
};

const FILE_ERRORS: Readonly<Record<string, { cause: string; remedy: string }>> = {
  EACCES: {
    cause: 'You may not write there.',
    remedy: 'Make this path writable for your account.',
  },
  EPERM: {
    cause: 'The system does not allow it.',
    remedy: 'Check who owns this path and how it is protected.',
  },
  ENOSPC: { cause: 'The disk is full.', remedy: 'Free some space.' },
  EDQUOT: { cause: 'Your disk quota is used up.', remedy: 'Free some space.' },
  EROFS: {
    cause: 'The disk can only be read.',
    remedy: 'Ask whoever looks after this machine to make it writable.',
  },
};

export function fileErrorCause(code: string): string {
  return FILE_ERRORS[code]?.cause ?? 'The system refused.';
}

export function fileErrorRemedy(code: string): string {
  return FILE_ERRORS[code]?.remedy ?? 'Look at this path; the log says more.';
}

function stepName(step: FinishingStep | 'new-key'): string {
  return step === 'new-key' ? 'Make a new SSH key' : STEPS[step];
}

function duration(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

export function failureWords<Kind extends FailureKind>(failure: FailureOf<Kind>): FailureWords {
  const describe = FAILURES[failure.kind as Kind];
  return describe(failure);
}

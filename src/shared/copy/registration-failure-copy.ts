import type { GitFailureReason, RegistrationFailure } from '../registrations.ts';
import { NETWORK_TROUBLES } from './enrollment-copy.ts';
import { fileErrorCause, fileErrorRemedy, SSH_CONFIG_PROBLEMS } from './failure-copy.ts';

/** Why an operation failed, and what to do next. */
export interface RegistrationFailureWords {
  readonly what: string;
  readonly next: string;
}

type Kind = RegistrationFailure['kind'];
type FailureOf<K extends Kind> = Extract<RegistrationFailure, { kind: K }>;

const ENROLL_AGAIN = 'Enroll again: an administrator’s approval gives this workstation a new one.';

const GIT_REASONS: Record<GitFailureReason, RegistrationFailureWords> = {
  'key-refused': {
    what: 'The git host does not let this workstation’s key in.',
    next: 'Test the connection; then register a new key.',
  },
  'host-key-differs': {
    what: 'The git host shows another key than the one that is pinned.',
    next: 'Ask your administrator whether its key has changed before you do anything else.',
  },
  'host-unreachable': {
    what: 'The git host could not be reached.',
    next: 'Check the network, then try again. A firewall in between can look like this.',
  },
  'repository-not-found': {
    what: 'The git host has no such repository for this lab.',
    next: 'List the repositories again, or ask your administrator.',
  },
  'disk-full': { what: 'The disk is full.', next: 'Make room, then try again.' },
  other: {
    what: 'git ended with an error.',
    next: 'The log says which: use Show log below.',
  },
};

const WORDS: { readonly [K in Kind]: (failure: FailureOf<K>) => RegistrationFailureWords } = {
  'server-unreachable': ({ trouble }) => NETWORK_TROUBLES[trouble],
  'server-error': ({ status }) => ({
    what: `The server had a problem (status ${status}).`,
    next: 'Try again in a few minutes. If it stays like this, tell your administrator.',
  }),
  'not-revoked': () => ({
    what: 'The server did not confirm it, so nothing was deleted here either.',
    next: 'Check the network and try again. If the server is gone for good, remove the lab from this machine only.',
  }),
  'bad-response': ({ field }) => ({
    what: `The server’s answer is not as agreed at “${field}”.`,
    next: 'Tell your administrator the name of this field: the server has to be corrected.',
  }),
  'server-unknown': () => ({
    what: 'Nobody noted where this lab’s server is.',
    next: 'Choose “Enroll for another lab” and enter its API base URL.',
  }),
  'token-missing': () => ({
    what: 'The keyring holds no token for this lab.',
    next: ENROLL_AGAIN,
  }),
  'token-refused': () => ({
    what: 'The server does not accept the token: it has expired or was revoked.',
    next: ENROLL_AGAIN,
  }),
  'scope-missing': ({ scope }) => ({
    what: `The token lacks the permission “${scope}”.`,
    next: 'Enroll again and ask your administrator to grant it.',
  }),
  'key-refused': () => ({
    what: 'The server refused two new keys. The old key still works.',
    next: 'Tell your administrator.',
  }),
  keyring: ({ reason }) => ({
    what:
      reason === 'unavailable'
        ? 'The keyring of this machine is locked or not running.'
        : 'The keyring did not answer in time.',
    next: 'Unlock the keyring, then try again.',
  }),
  'file-error': ({ path, code }) => ({
    what: `${path} could not be written (${code}). ${fileErrorCause(code)}`,
    next: `${fileErrorRemedy(code)} Then try again.`,
  }),
  'ssh-config-conflict': ({ path, problem, line }) => {
    const { what, mend } = SSH_CONFIG_PROBLEMS[problem](line);
    return { what: `${path}: ${what}`, next: `${mend} Then try again.` };
  },
  'host-key-differs': ({ host }) => ({
    what: `${host} shows another key than the one that is pinned.`,
    next: 'Ask your administrator whether it has changed. If it has, enroll again and compare the fingerprint.',
  }),
  'no-ssh-access': () => ({
    what: 'This lab gives no SSH access, so there is nothing to clone.',
    next: 'Ask your administrator if you expected some.',
  }),
  'folder-exists': ({ path }) => ({
    what: `There is something at ${path} already. Onbench leaves it alone.`,
    next: 'Move it away to clone afresh, or go on working in it.',
  }),
  'git-not-installed': () => ({
    what: 'No git program was found.',
    next: 'Install git, then try again.',
  }),
  'git-failed': ({ reason }) => GIT_REASONS[reason],
  cancelled: () => ({ what: 'You stopped it.', next: 'Nothing of it was kept.' }),
};

export function registrationFailureWords(failure: RegistrationFailure): RegistrationFailureWords {
  const words = WORDS[failure.kind] as (failure: RegistrationFailure) => RegistrationFailureWords;
  return words(failure);
}

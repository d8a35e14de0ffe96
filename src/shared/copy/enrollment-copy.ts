import type {
  FinishingStep,
  KeyringFailure,
  NetworkTrouble,
  PlannedSshConfig,
  PollingHealth,
  ProofResult,
  Revocation,
} from '../enrollment.ts';
import type { StartProblem } from '../ipc.ts';

/*
 * What the technician reads. Each record is keyed by the kinds that main may report, so a kind without words does not
 * compile. Failures have their own file, failure-copy.ts.
 */

export const START_PROBLEMS: Record<StartProblem, string> = {
  empty: 'Enter the API base URL that your administrator gave you.',
  'not-a-url': 'This is not a complete web address. Enter one like https://api.example.org.',
  'not-https':
    'Enter an address that starts with https://. Plain http is accepted only for a server on this machine.',
  'has-credentials': 'Remove the user name and password from the address. Onbench needs neither.',
  'has-query-or-fragment': 'Remove the ? or # and everything after it from the address.',
  'not-the-labs-server':
    'Your lab allows its own enrollment server only. Ask your administrator for its address.',
  'policy-broken':
    'Your lab’s policy file cannot be used, so this workstation does not enroll. Tell your administrator.',
};

export const NETWORK_TROUBLES: Record<NetworkTrouble, { what: string; next: string }> = {
  'name-not-found': {
    what: 'The server’s name could not be found.',
    next: 'Check the API base URL for a typing mistake, and that this machine is on the right network.',
  },
  'connection-refused': {
    what: 'The server refused the connection.',
    next: 'Check the port in the API base URL, or ask your administrator whether the server is running.',
  },
  'timed-out': {
    what: 'The server did not answer in time.',
    next: 'Check this machine’s network, then try again. A firewall in between can look like this.',
  },
  'certificate-not-trusted': {
    what: 'This machine does not trust the server’s certificate.',
    next: 'If your lab has its own certificate authority, choose its certificate in the network settings of the first screen. Check that the clock is right, too.',
  },
  proxy: {
    what: 'The proxy on the way did not let the request through.',
    next: 'Check the network settings of the first screen with whoever looks after your network.',
  },
  redirected: {
    what: 'The server sent us to another address. Onbench does not follow, to keep the code safe.',
    next: 'Ask your administrator for the final API base URL. On a guest network, sign in with a browser first.',
  },
  'answer-too-large': {
    what: 'The answer was far larger than any that belongs here.',
    next: 'Check the API base URL: something other than the enrollment server may be answering.',
  },
  interrupted: {
    what: 'The connection broke off in the middle.',
    next: 'Try again. If it happens often, check the cable or the wireless signal.',
  },
  offline: {
    what: 'This machine has no network connection.',
    next: 'Connect it to the network, then try again.',
  },
};

export const KEYRING_REASONS: Record<KeyringFailure, string> = {
  unavailable: 'The keyring of this machine is locked or not running.',
  'timed-out':
    'The keyring did not answer in time. It may be waiting for its password in another window.',
  'read-back-differs': 'The keyring took the token but gave back something else.',
};

export const REVOCATIONS: Record<Revocation, string> = {
  none: 'No token was issued.',
  revoked: 'A token had already been issued. It was revoked at once and opens nothing.',
  'could-not-revoke':
    'A token had already been issued, and it could not be revoked. Ask your administrator to revoke it.',
};

/** For the code that comes after one that was given up while its approval was on its way. */
export const EARLIER_CODES: Record<Exclude<Revocation, 'none'>, string> = {
  revoked:
    'The code before this one had just been approved. Its token was revoked at once and opens nothing: ask for the approval of this code.',
  'could-not-revoke':
    'The code before this one had just been approved, and its token could not be revoked. Ask your administrator to revoke it, and to approve this code.',
};

type PlannedPlace = Extract<PlannedSshConfig, { kind: 'block' }>['place'];

export const PLACES: Record<PlannedPlace, string> = {
  'new-file': 'You have no SSH config yet. It will hold these lines:',
  top: 'These lines go to the top of your SSH config, or take the place of Onbench’s earlier ones for the same lab. All others stay as they are:',
};

/** What follows from an ssh config that cannot be changed as it is now. */
export const CONFIG_IN_THE_WAY = 'Do so before the approval: it would end there.';

export const STEPS: Record<FinishingStep, string> = {
  keyring: 'Keep the token in the keyring',
  keys: 'Put the SSH key in place',
  'known-hosts': 'Pin the git host’s key',
  'ssh-config': 'Write the SSH settings',
  registration: 'Record the registration',
  proof: 'Check that all of it works',
};

export const PROOF_CHECKS: Record<ProofResult['check'], string> = {
  token: 'The server accepts the token',
  'ssh-config': 'SSH uses these settings',
  'ssh-login': 'The git host lets this key in',
};

export const PROOF_OUTCOMES: Record<ProofResult['outcome'], string> = {
  passed: 'Passed',
  skipped: 'Skipped',
  failed: 'Failed',
};

export const PROOF_REASONS: Record<NonNullable<ProofResult['reason']>, string> = {
  'no-ssh-client': 'No ssh program was found. Install OpenSSH to use git from here.',
  'no-ssh-alias': 'The server named no git host, so there was nothing to check.',
  'token-refused': 'The server does not accept the new token. Tell your administrator.',
  'other-lab': 'The server says that the token belongs to another lab. Tell your administrator.',
  'scope-missing': 'The token lacks the right to register an SSH key. Tell your administrator.',
  'server-unreachable': 'The server could not be reached. Check again when the network is back.',
  overridden: 'An earlier line in your SSH config says otherwise. Move it below the Onbench block.',
  'key-refused': 'The git host refused the key. Wait a minute and check again.',
  'host-unreachable': 'The git host could not be reached. Check the network or a firewall.',
  'host-key-differs':
    'The git host showed another key than the pinned one. Tell your administrator.',
};

export function pollingSentence(polling: PollingHealth): string {
  switch (polling.kind) {
    case 'waiting':
      return 'Waiting for your administrator’s answer.';
    case 'slowed-down':
      return `Waiting for your administrator’s answer. The server asked us to slow down: we ask every ${wholeSeconds(polling.intervalMs)} s.`;
    case 'retrying':
      return typeof polling.cause === 'string'
        ? NETWORK_TROUBLES[polling.cause].what
        : `The server could not answer just now (status ${polling.cause.status}).`;
  }
}

/** Seconds for people: never 0 while something is still to come. */
export function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}

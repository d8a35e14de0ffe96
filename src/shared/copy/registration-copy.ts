import type {
  CloneProgress,
  RegistrationOperation,
  RegistrationRefusal,
  RegistrationStatus,
  RemovalItem,
  ServerSide,
  StatusLine,
  StatusLineName,
  StatusVerdict,
  TokenExpiry,
} from '../registrations.ts';

/* What the technician reads about the labs of this workstation. What went wrong has registration-failure-copy.ts. */

export const STATUSES: Record<RegistrationStatus, { label: string; what: string }> = {
  registered: { label: 'Registered', what: 'This workstation is enrolled.' },
  partial: {
    label: 'Partial',
    what: 'A part of the enrollment is missing. The list below says which.',
  },
  unregistered: {
    label: 'Unregistered',
    what: 'Neither the registration nor the token is here any more.',
  },
};

export const LINES: Record<StatusLineName, string> = {
  registration: 'Registration',
  token: 'API token',
  key: 'SSH key',
  'ssh-config': 'SSH config',
  'known-hosts': 'Pinned host key',
  host: 'Git host',
};

export const VERDICTS: Record<StatusVerdict['kind'], string> = {
  checking: 'Checking',
  passed: 'OK',
  skipped: 'Not needed',
  missing: 'Missing',
  differs: 'Does not match',
  conflict: 'Needs you',
  unreadable: 'Unreadable',
  'too-open': 'Not safe',
  unreachable: 'No answer',
};

const WHAT_IS_MISSING: Record<StatusLineName, string> = {
  registration: 'The lab’s software reads this file and does not find it.',
  token: 'The keyring holds no token for this lab. Only a new enrollment gives another one.',
  key: 'Without it the git host does not let this workstation in.',
  'ssh-config': 'Without the block, git does not know the lab’s host.',
  'known-hosts': 'Without it, ssh cannot tell the git host from an impostor.',
  host: 'The git host is not known.',
};

const KEYRING_CODES: Readonly<Record<string, string>> = {
  unavailable: 'The keyring is locked or not running. Unlock it, then look again.',
  'timed-out': 'The keyring did not answer. It may be waiting for its password in another window.',
};

/** What is wrong with one line and what follows from it, or null where nothing is. */
export function lineSentence({ name, verdict }: StatusLine): string | null {
  switch (verdict.kind) {
    case 'missing':
      return WHAT_IS_MISSING[name];
    case 'differs':
      return 'It is there, but does not match the rest of this enrollment.';
    case 'conflict':
      return `A person has to look at line ${verdict.line}: our markers do not pair there, or the alias is defined a second time.`;
    case 'unreadable':
      return KEYRING_CODES[verdict.code] ?? `It cannot be read (${verdict.code}).`;
    case 'too-open':
      return `Other people can read it (mode ${verdict.mode}), so ssh refuses to use it.`;
    case 'unreachable':
      return 'No connection. Check the network; a firewall in between can look like this.';
    default:
      return null;
  }
}

export function expirySentence({ daysLeft, warning, expiresAt }: TokenExpiry): string {
  const day = longDate(expiresAt);
  if (warning === 'expired') return `The token expired on ${day}.`;
  return `The token expires in ${daysLeft === 1 ? '1 day' : `${daysLeft} days`}, on ${day}.`;
}

export function longDate(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'long' }).format(new Date(iso));
}

export function runningSentence(operation: RegistrationOperation): string {
  const { lab } = operation;
  switch (operation.kind) {
    case 'test-connection':
      return `Testing ${lab}: the token, then a login at the git host …`;
    case 're-onboard':
      return `Registering a new key for ${lab} …`;
    case 'repair':
      return `Repairing ${lab} …`;
    case 'revoke':
      return `Revoking this workstation at ${lab} …`;
    case 'remove-locally':
      return `Removing ${lab} from this machine …`;
    case 'switch':
      return `Making ${lab} the current lab …`;
    case 'clone':
      return `Cloning ${operation.repository}: ${CLONE_PHASES[operation.progress.phase]} …`;
  }
}

export const CLONE_PHASES: Record<CloneProgress['phase'], string> = {
  connecting: 'connecting',
  counting: 'the server counts',
  compressing: 'the server compresses',
  receiving: 'receiving',
  resolving: 'resolving',
  'checking-out': 'checking out',
};

export const OPERATIONS: Record<RegistrationOperation['kind'], string> = {
  'test-connection': 'The connection could not be tested',
  're-onboard': 'No new key was registered',
  repair: 'The enrollment could not be repaired',
  revoke: 'This workstation was not revoked',
  'remove-locally': 'The lab was not removed',
  switch: 'The lab was not switched',
  clone: 'The repository was not cloned',
};

export const REFUSALS: Record<RegistrationRefusal | 'server-unknown', string> = {
  'unknown-lab': 'This workstation no longer knows that lab.',
  'unknown-repository': 'That repository is no longer in the list. List the repositories again.',
  busy: 'Something else is still running. Try again when it has ended.',
  'server-unknown':
    'Nobody noted where this lab’s server is. Choose “Enroll for another lab” and enter its API base URL.',
};

export const SERVER_SIDES: Record<ServerSide, string> = {
  revoked: 'The server revoked the token and no longer lets the key in.',
  'left-on-server':
    'The server was not told: token and key stay valid there. Ask your administrator to revoke this workstation.',
  'no-token': 'There was no token to revoke. Ask your administrator to remove this workstation.',
};

export const REMOVAL_ITEMS: Record<RemovalItem['kind'], string> = {
  token: 'Token in the keyring',
  'private-key': 'Private key',
  'public-key': 'Public key',
  'pending-key': 'New key, not registered yet',
  registration: 'Registration',
  'ssh-config-block': 'Block in the SSH config',
  'known-hosts-line': 'Pinned host key in',
  'cloud-sql-key': 'Database key',
  record: 'Onbench’s own notes',
};

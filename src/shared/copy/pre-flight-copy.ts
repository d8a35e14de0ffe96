import type { NetworkTrouble } from '../enrollment.ts';
import type {
  CheckProgress,
  PreFlightCheckName,
  PreFlightProblem,
  PreFlightVerdict,
  SkipReason,
} from '../pre-flight.ts';
import { KEYRING_REASONS, NETWORK_TROUBLES } from './enrollment-copy.ts';
import { fileErrorCause, fileErrorRemedy } from './failure-copy.ts';

/* The words of the checks before an enrollment. docs/troubleshooting.md says the same at more length. */

export const CHECKS: Record<PreFlightCheckName, string> = {
  server: 'Enrollment server',
  clock: 'Clock',
  keyring: 'Keyring',
  'pychron-folder': 'Pychron folder',
  'ssh-folder': 'SSH folder',
  'git-host': 'Git host',
};

export const CHECK_OUTCOMES: Record<CheckProgress['kind'], string> = {
  waiting: 'Waiting',
  running: 'Checking',
  passed: 'Passed',
  skipped: 'Not checked',
  warning: 'Warning',
  failed: 'Failed',
};

export const SKIP_REASONS: Record<SkipReason, string> = {
  'server-not-reached': 'needs the server’s answer',
  'server-tells-no-time': 'the server does not tell its time',
  'no-git-host-yet': 'known after the first enrollment',
};

export const VERDICTS: Record<PreFlightVerdict, { heading: string; what: string }> = {
  running: {
    heading: 'Checking this workstation',
    what: 'This takes a few seconds. Nobody has been asked for anything yet.',
  },
  passed: { heading: 'Everything is ready', what: 'Asking the server for a code.' },
  warnings: {
    heading: 'Please read this before you go on',
    what: 'You can put it right and check again, or continue as it is. Nobody has been asked for anything yet.',
  },
  failures: {
    heading: 'Something has to be put right first',
    what: 'An enrollment could not succeed like this. Nothing has changed, and nobody has been asked for anything.',
  },
};

/** What is wrong, and what to do about it. */
export interface ProblemWords {
  readonly what: string;
  readonly next: string;
}

type ProblemKind = PreFlightProblem['kind'];
type ProblemOf<Kind extends ProblemKind> = Extract<PreFlightProblem, { kind: Kind }>;
type OwnKind = Exclude<ProblemKind, NetworkTrouble>;

const BY_HAND =
  'You can also continue: the API token is then shown once, and you keep it in a safe place by hand.';

const PROBLEMS: {
  readonly [Kind in OwnKind]: (problem: ProblemOf<Kind>) => ProblemWords;
} = {
  'not-enrollment-server': ({ status }) => ({
    what: `Something answers at this address (status ${status}), but not as an enrollment server does.`,
    next: 'Compare the API base URL with the one that your administrator gave you. On a guest network, sign in with a browser first.',
  }),
  'server-troubled': ({ status }) => ({
    what: `The server says that it has a problem (status ${status}).`,
    next: 'Wait a minute, then check again. If it stays like this, tell your administrator.',
  }),
  'clock-off': ({ offByMs }) => ({
    what: clockSentence(offByMs),
    next: 'Turn on automatic time, or set the clock. You can also continue: the time left for a code is counted by the server’s clock.',
  }),
  'clock-far-off': ({ offByMs }) => ({
    what: clockSentence(offByMs),
    next: 'Set the date, the time and the time zone, then check again. With a clock like this, good certificates are refused and measurements get wrong dates.',
  }),
  'keyring-unavailable': () => ({
    what: KEYRING_REASONS.unavailable,
    next: `Unlock or start it, then check again. ${BY_HAND}`,
  }),
  'keyring-timed-out': () => ({
    what: KEYRING_REASONS['timed-out'],
    next: `Answer it there, then check again. ${BY_HAND}`,
  }),
  'keyring-altered': () => ({
    what: 'The keyring took a test entry but gave back something else.',
    next: `Tell whoever looks after this machine. ${BY_HAND}`,
  }),
  'keyring-not-shared': () => ({
    what: 'The keyring works, but the lab’s Python software would not find the token in it.',
    next: 'Tell whoever looks after this machine. You can go on: ssh and git do not need it.',
  }),
  'not-writable': ({ code }) => ({
    what: `${fileErrorCause(code)} (${code})`,
    next: `${fileErrorRemedy(code)} Then check again.`,
  }),
  'not-a-folder': () => ({
    what: 'Something that is not a folder stands in its place, or in the place of a folder above it.',
    next: 'Move it away, then check again.',
  }),
  'disk-full': ({ freeBytes }) => ({
    what: `Only ${megabytes(freeBytes)} MB are free there.`,
    next: 'Free some space, then check again.',
  }),
  'folder-timed-out': () => ({
    what: 'The disk did not answer in time.',
    next: 'If this is a network drive, check the connection to it. Then check again.',
  }),
  'writable-by-others': ({ mode }) => ({
    what: `Other accounts of this machine may change what is in it (permissions ${mode}), your SSH settings included.`,
    next: 'In a terminal, run chmod go-w with this path. Then check again.',
  }),
  'owned-by-other': () => ({
    what: 'It belongs to another account of this machine, which can change what is in it.',
    next: 'Ask whoever looks after this machine to give it to your account. Then check again.',
  }),
  'git-host-unreachable': () => ({
    what: 'The git host of your last enrollment takes no connections from here.',
    next: 'Check the network or a firewall. You can also continue: git works once the host can be reached.',
  }),
};

export function problemWords(problem: PreFlightProblem): ProblemWords {
  if (isNetworkTrouble(problem)) return NETWORK_TROUBLES[problem.kind];
  return ownWords(problem.kind, problem);
}

function ownWords<Kind extends OwnKind>(kind: Kind, problem: ProblemOf<Kind>): ProblemWords {
  return PROBLEMS[kind](problem);
}

function isNetworkTrouble(problem: PreFlightProblem): problem is ProblemOf<NetworkTrouble> {
  return Object.hasOwn(NETWORK_TROUBLES, problem.kind);
}

function clockSentence(offByMs: number): string {
  const direction = offByMs > 0 ? 'ahead of' : 'behind';
  return `This machine’s clock is ${span(Math.abs(offByMs))} ${direction} the server’s.`;
}

/** Rounded to what a person would say. */
function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.round(hours / 24)} days`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}

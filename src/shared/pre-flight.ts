import type { NetworkTrouble } from './enrollment.ts';
import { TROUBLE_NUMBERS } from './trouble-numbers.ts';

/** What is looked at before an administrator is asked for time, in the order in which the window lists it. */
export const PRE_FLIGHT_CHECKS = [
  'server',
  'clock',
  'keyring',
  'pychron-folder',
  'ssh-folder',
  'git-host',
] as const;

export type PreFlightCheckName = (typeof PRE_FLIGHT_CHECKS)[number];

/** What the system that keeps secrets calls itself. */
export type KeyringBackend = 'Secret Service' | 'macOS Keychain' | 'Windows Credential Manager';

/** One member of the union for each kind, so that the facts of a kind can be told from the kind. */
type Problem<Kind extends string, Facts> = Kind extends string
  ? { readonly kind: Kind } & Readonly<Facts>
  : never;

/** What a check found wrong: facts only. Its number and weight are in `TROUBLE_NUMBERS`, its words in the renderer. */
export type PreFlightProblem =
  | Problem<NetworkTrouble, { host: string }>
  /** Something answers, but not as an enrollment server would; or the server itself says that it is in trouble. */
  | Problem<'not-enrollment-server' | 'server-troubled', { host: string; status: number }>
  /** Positive when this machine is ahead of the server. */
  | Problem<'clock-off' | 'clock-far-off', { offByMs: number }>
  | Problem<
      'keyring-unavailable' | 'keyring-timed-out' | 'keyring-altered' | 'keyring-not-shared',
      { backend: KeyringBackend }
    >
  | Problem<'not-a-folder' | 'owned-by-other' | 'folder-timed-out', { path: string }>
  /** `code` is the system's error name, such as `EACCES`. */
  | Problem<'not-writable', { path: string; code: string }>
  | Problem<'disk-full', { path: string; freeBytes: number }>
  /** `mode` is the permission bits as `chmod` takes them, such as `775`. */
  | Problem<'writable-by-others', { path: string; mode: string }>
  | Problem<'git-host-unreachable', { host: string; port: number }>;

/** Why a check had nothing to look at. A skip is neither a success nor in the way. */
export type SkipReason = 'server-not-reached' | 'server-tells-no-time' | 'no-git-host-yet';

export type CheckProgress =
  /** Until the answer that it judges is there. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'warning' | 'failed'; readonly problem: PreFlightProblem };

/** One line of the list. */
export interface PreFlightCheck {
  readonly name: PreFlightCheckName;
  /** What exactly is looked at (a host, a path, the keyring's name), as soon as that is known. */
  readonly subject: string | null;
  readonly progress: CheckProgress;
}

/** What the list as a whole says: the technician may go on past warnings, never past a failure. */
export type PreFlightVerdict = 'running' | 'passed' | 'warnings' | 'failures';

export function preFlightVerdict(checks: readonly PreFlightCheck[]): PreFlightVerdict {
  const kinds = checks.map(({ progress }) => progress.kind);
  // An empty list is one that has not begun.
  const open = kinds.length === 0 || kinds.includes('waiting') || kinds.includes('running');
  if (open) return 'running';
  if (kinds.includes('failed')) return 'failures';
  return kinds.includes('warning') ? 'warnings' : 'passed';
}

/** How a problem shows in the list, by its weight in the table. */
export function progressOf(problem: PreFlightProblem): CheckProgress {
  return { kind: TROUBLE_NUMBERS[problem.kind].weight, problem };
}

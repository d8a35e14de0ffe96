import type { CloneProgress, GitFailureReason } from '../../shared/registrations.ts';

/** The words of `git clone --progress`, those of the other side behind `remote: `. */
const PHASES: readonly (readonly [words: RegExp, phase: CloneProgress['phase']])[] = [
  [/^remote: (?:Enumerating|Counting) objects:/, 'counting'],
  [/^remote: Compressing objects:/, 'compressing'],
  [/^Receiving objects:/, 'receiving'],
  [/^Resolving deltas:/, 'resolving'],
  [/^Updating files:/, 'checking-out'],
];

/** What the last full line of a piece of git's standard error tells, or null where it tells nothing of progress. */
export function parseGitProgress(text: string): CloneProgress | null {
  for (const line of text.split(/[\r\n]+/).reverse()) {
    const phase = PHASES.find(([words]) => words.test(line))?.[1];
    if (!phase) continue;
    const [, percent] = /:\s+(\d{1,3})% /.exec(line) ?? [];
    return { phase, percent: percent === undefined ? null : Math.min(100, Number(percent)) };
  }
  return null;
}

const REASONS: readonly (readonly [words: RegExp, reason: GitFailureReason])[] = [
  [/host key verification failed|host identification has changed/i, 'host-key-differs'],
  [/permission denied \(|too many authentication failures/i, 'key-refused'],
  [/no space left on device|disk quota exceeded/i, 'disk-full'],
  [
    /could not resolve hostname|connection refused|timed out|no route to host|unreachable|connection (?:closed|reset)/i,
    'host-unreachable',
  ],
  [
    /not found|does not (?:exist|appear to be)|could not read from remote repository/i,
    'repository-not-found',
  ],
];

/** Why a clone failed, by the words of git and ssh in the C locale. */
export function gitFailureReason(stderr: string): GitFailureReason {
  return REASONS.find(([words]) => words.test(stderr))?.[1] ?? 'other';
}

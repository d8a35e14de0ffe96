import type { PreFlightCheckName, PreFlightProblem, SkipReason } from '../../shared/pre-flight.ts';

/** What a check found. `subject` where it is known only now. */
export type Finding =
  | { readonly kind: 'passed'; readonly subject?: string }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'problem'; readonly problem: PreFlightProblem; readonly subject?: string };

/** One thing to look at before an enrollment. */
export interface Check {
  readonly name: PreFlightCheckName;
  /** What exactly is looked at, or null while that is not known. */
  readonly subject: string | null;
  /** What it means when the check does not end in time. */
  readonly timeUp: Finding;
  /** May ignore the signal, and may go on to clean up after it: nobody listens to it any more. */
  run(signal: AbortSignal): Promise<Finding>;
}

export const PASSED = { kind: 'passed' } as const satisfies Finding;

export function problemFound(problem: PreFlightProblem): Extract<Finding, { kind: 'problem' }> {
  return { kind: 'problem', problem };
}

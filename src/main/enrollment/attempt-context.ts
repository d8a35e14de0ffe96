import type { EnrollmentFailure } from '../../shared/enrollment.ts';
import type { EnrollmentClient } from '../api/enrollment-client.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Nudges } from '../platform/nudges.ts';
import type { Admission } from '../policy/admission.ts';
import type { Workstation } from '../workstation/workstation.ts';
import type { EnrollmentJournal } from './enrollment-journal.ts';
import type { EnrollmentEvent } from './transition.ts';

/** What every part of one attempt works with. */
export interface AttemptContext {
  readonly apiBaseUrl: string;
  readonly client: EnrollmentClient;
  readonly workstation: Workstation;
  readonly admission: Admission;
  readonly journal: EnrollmentJournal;
  readonly clock: Clock;
  /** Milliseconds since 1970: the one clock that outlives a process. */
  readonly wallTimeMs: () => number;
  readonly nudges: Nudges;
  readonly random: () => number;
  readonly log: Log;
  readonly dispatch: (event: EnrollmentEvent) => void;
}

export function failAttempt(context: AttemptContext, failure: EnrollmentFailure): void {
  context.log.warn({ failure }, 'the enrollment ended without success');
  context.dispatch({ kind: 'failed', apiBaseUrl: context.apiBaseUrl, failure });
  if (!canGoOn(failure)) void context.journal.ended();
}

/** Whether the same enrollment may still succeed: then it stays in the journal until somebody turns away from it. */
export function canGoOn(failure: EnrollmentFailure): boolean {
  return (
    failure.kind === 'not-proved' ||
    (failure.kind === 'interrupted' && failure.missing === 'keyring')
  );
}

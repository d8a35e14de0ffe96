import { canGoOn } from '../../shared/can-go-on.ts';
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
  // One that can go on stays in the journal until somebody turns away from it.
  if (!canGoOn(failure)) void context.journal.ended();
}

import {
  type CheckProgress,
  type PreFlightCheck,
  preFlightVerdict,
  progressOf,
} from '../../shared/pre-flight.ts';
import type { Clock } from '../platform/clock.ts';
import type { Check, Finding } from '../workstation/check.ts';
import { type AttemptContext, failAttempt } from './attempt-context.ts';
import type { Question } from './question.ts';
import { serverChecks } from './server-checks.ts';
import { withTimeLimit } from './with-time-limit.ts';

/** For each check; they run side by side, so it bounds them all. */
const CHECK_LIMIT_MS = 10_000;

/** What to do after checks that did not all pass. */
export type PreFlightAnswer = 'go-on' | 'check-again' | 'cancel';

/**
 * Looks at everything that could make an approval useless, until it may go on: at once when all is well, otherwise with
 * the technician's word. False when the attempt was cancelled and has ended.
 */
export async function passPreFlight(
  context: AttemptContext,
  question: Question<PreFlightAnswer>,
  signal: AbortSignal,
): Promise<boolean> {
  signal.addEventListener('abort', () => question.answer('cancel'), { once: true });
  let answer: PreFlightAnswer = 'check-again';
  while (answer === 'check-again' && !signal.aborted) {
    const verdict = preFlightVerdict(await runChecks(context, signal));
    if (signal.aborted) break;
    answer = verdict === 'passed' ? 'go-on' : await question.ask();
  }
  if (signal.aborted || answer === 'cancel') {
    failAttempt(context, { kind: 'cancelled', revocation: 'none' });
    return false;
  }
  context.dispatch({ kind: 'pre-flight-passed' });
  return true;
}

async function runChecks(
  context: AttemptContext,
  signal: AbortSignal,
): Promise<readonly PreFlightCheck[]> {
  const { client, workstation, clock, dispatch } = context;
  const checks = [...serverChecks(client), ...workstation.checks];
  dispatch({ kind: 'pre-flight-begun', checks: checks.map((check) => begun(check)) });
  return Promise.all(
    checks.map(async (check) => {
      const finding = await findingOf(check, clock, signal);
      const done = finished(check, finding);
      if (!signal.aborted) {
        logFinding(context, done);
        dispatch({ kind: 'check-finished', check: done });
      }
      return done;
    }),
  );
}

/** Ends with the time limit or the signal, whether or not the check heeds them: a hung system call heeds nothing. */
async function findingOf(check: Check, clock: Clock, signal: AbortSignal): Promise<Finding> {
  const finding = await withTimeLimit(clock, CHECK_LIMIT_MS, (limit) => {
    const end = AbortSignal.any([signal, limit]);
    return Promise.race([check.run(end), rejectionBy(end)]);
  }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  return finding ?? check.timeUp;
}

function rejectionBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** The clock is judged by the server's answer, so it waits while the others run. */
function begun({ name, subject }: Check): PreFlightCheck {
  return { name, subject, progress: { kind: name === 'clock' ? 'waiting' : 'running' } };
}

function finished({ name, subject }: Check, finding: Finding): PreFlightCheck {
  if (finding.kind === 'skipped') return { name, subject, progress: finding };
  const progress: CheckProgress =
    finding.kind === 'passed' ? { kind: 'passed' } : progressOf(finding.problem);
  return { name, subject: finding.subject ?? subject, progress };
}

function logFinding({ log }: AttemptContext, { name, subject, progress }: PreFlightCheck): void {
  if (progress.kind === 'warning' || progress.kind === 'failed') {
    log.warn({ check: name, subject, ...progress }, 'a check before the enrollment met a problem');
  }
}

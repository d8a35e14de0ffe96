import { assertNever } from '../../shared/assert-never.ts';
import type { PlannedChanges } from '../../shared/enrollment.ts';
import { type AttemptContext, failAttempt } from './attempt-context.ts';
import { awaitApproval } from './await-approval.ts';
import type { EnrollmentFinishing } from './enrollment-finishing.ts';
import type { PendingEnrollment } from './pending-enrollment.ts';
import type { Resumption } from './plan-resumption.ts';
import { isLast, type PollingResult } from './poll-for-token.ts';
import { approvalOf, type Interruptions, requestApproval } from './request-approval.ts';
import { withTimeLimit } from './with-time-limit.ts';

const LAST_LOOK_LIMIT_MS = 15_000;

interface ResumedAttempt extends Interruptions {
  readonly finishing: EnrollmentFinishing;
  /** As they are planned now: files may have changed since the code was shown first. */
  readonly changes: PlannedChanges;
}

/** Goes on where an earlier process was ended, without a click. The state moves before anything is waited for. */
export async function resumeEnrollment(
  context: AttemptContext,
  resumption: Resumption,
  attempt: ResumedAttempt,
): Promise<void> {
  const { dispatch } = context;
  switch (resumption.kind) {
    case 'wait':
      return resumeWait(context, resumption, attempt);
    case 'finish': {
      const { approval, earlierToken } = resumption;
      dispatch({ kind: 'finishing-resumed', lab: approval.credential.lab });
      return attempt.finishing.run(approval, earlierToken);
    }
    case 'give-up':
      dispatch({ kind: 'finishing-resumed', lab: resumption.failure.lab });
      return failAttempt(context, resumption.failure);
    default:
      return assertNever(resumption);
  }
}

/** The same code again, for the time that is left: the poll brings what came meanwhile. */
async function resumeWait(
  context: AttemptContext,
  { pending, onGone }: Extract<Resumption, { kind: 'wait' }>,
  attempt: ResumedAttempt,
): Promise<void> {
  const { dispatch, wallTimeMs } = context;
  const { apiBaseUrl, key, grant, expiresAtMs } = pending;
  // A wall clock that was set back meanwhile cannot lengthen the life of a code.
  const remainingMs = Math.max(0, Math.min(expiresAtMs - wallTimeMs(), grant.lifetimeMs));
  const { deviceCode, intervalMs, ...code } = grant;
  const { changes } = attempt;
  const shown = { ...code, keyFingerprint: key.fingerprint, changes, earlierCode: null };
  dispatch({ kind: 'wait-resumed', apiBaseUrl, code: shown, remainingMs });
  const wait = (signal: AbortSignal) =>
    remainingMs === 0
      ? lookOnce(context, pending, signal)
      : awaitApproval(context, pending, remainingMs, signal);
  const outcome = await approvalOf(context, pending, attempt, wait, onGone);
  if (outcome.kind === 'over') return;
  const approval =
    outcome.kind === 'approved'
      ? outcome.approval
      : await requestApproval(context, attempt, outcome.revocation);
  if (!approval) return;
  dispatch({ kind: 'approved', lab: approval.credential.lab });
  await attempt.finishing.run(approval);
}

/** A code that has expired here may have been approved in time: an answer that was on its way then is still to be had. */
async function lookOnce(
  { client, clock }: AttemptContext,
  { key, grant }: PendingEnrollment,
  signal: AbortSignal,
): Promise<PollingResult> {
  const polled = { deviceCode: grant.deviceCode, keyFingerprint: key.fingerprint };
  const outcome = await withTimeLimit(clock, LAST_LOOK_LIMIT_MS, (limit) =>
    client.poll(polled, AbortSignal.any([signal, limit])),
  ).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  if (outcome && isLast(outcome)) return outcome;
  return { kind: signal.aborted ? 'stopped' : 'expired' };
}

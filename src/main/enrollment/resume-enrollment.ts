import type { Secret } from '@onbench/protocol/secret';
import type { EnrollmentFailure } from '../../shared/enrollment.ts';
import { type AttemptContext, failAttempt } from './attempt-context.ts';
import { awaitApproval } from './await-approval.ts';
import type { EnrollmentFinishing } from './enrollment-finishing.ts';
import type { Unfinished } from './enrollment-journal.ts';
import { credentialOf, digestOf, type FinishingEntry } from './journal-entry.ts';
import type { EnrollmentSecrets, PendingEnrollment } from './pending-enrollment.ts';
import { isLast, type PollingResult } from './poll-for-token.ts';
import {
  type Approval,
  approvalOf,
  type Interruptions,
  requestApproval,
} from './request-approval.ts';
import { withTimeLimit } from './with-time-limit.ts';

/** How long a server gives its answer again to a client that has not acknowledged it (protocol.md section 1). */
const DELIVERED_AGAIN_MS = 10 * 60 * 1_000;

const LAST_LOOK_LIMIT_MS = 15_000;

interface Resumption extends Interruptions {
  readonly finishing: EnrollmentFinishing;
}

/** Goes on where an earlier process was ended, without a click. */
export async function resumeEnrollment(
  context: AttemptContext,
  unfinished: Unfinished,
  resumption: Resumption,
): Promise<void> {
  if (unfinished.kind === 'finishing') return resumeFinishing(context, unfinished, resumption);
  await resumeWait(context, unfinished.secrets.pending, resumption);
}

async function resumeFinishing(
  context: AttemptContext,
  { entry, secrets }: Extract<Unfinished, { kind: 'finishing' }>,
  resumption: Resumption,
): Promise<void> {
  const { dispatch, workstation, log } = context;
  const { lab, tokenPlace, done } = entry;
  log.info({ lab, tokenPlace, done }, 'finishing is taken up again');
  const found = await workstation.findToken(lab);
  const kept = secrets.ok ? secrets.value : null;
  const token = found.ok ? newToken(entry, found.value) : null;
  const credential = kept && token && completeCredential(entry, kept, token);
  if (kept && credential) {
    dispatch({ kind: 'finishing-resumed', lab });
    const { key, grant } = kept.pending;
    const approval = { key, deviceCode: grant.deviceCode, credential };
    return resumption.finishing.run(approval, kept.earlierToken);
  }
  const keyringFailed = !secrets.ok || !found.ok || (entry.secretsKept && !kept);
  const interrupted = interruption(entry, keyringFailed, token !== null);
  if (kept && tokenPlace !== 'by-hand') {
    const pending = { ...kept.pending, expiresAtMs: entry.approvedAtMs + DELIVERED_AGAIN_MS };
    return resumeWait(context, pending, resumption, interrupted);
  }
  dispatch({ kind: 'finishing-resumed', lab });
  failAttempt(context, interrupted);
}

/** What the keyring holds for the lab, if it is the token of this very approval. */
function newToken({ tokenDigest }: FinishingEntry, found: Secret | null): Secret | null {
  return found && digestOf(found) === tokenDigest ? found : null;
}

function completeCredential(entry: FinishingEntry, kept: EnrollmentSecrets, token: Secret) {
  if (entry.hasDatabaseKey && !kept.databaseKey) return null;
  return credentialOf(entry, token, kept.databaseKey);
}

function interruption(
  { lab, tokenPlace }: FinishingEntry,
  keyringFailed: boolean,
  hasToken: boolean,
): EnrollmentFailure {
  const tokenByHand = tokenPlace === 'by-hand';
  const missing = hasToken || tokenByHand ? 'private-key' : 'token';
  const keyringMayHelp = keyringFailed && !tokenByHand && tokenPlace !== 'refused';
  return { kind: 'interrupted', lab, missing: keyringMayHelp ? 'keyring' : missing, tokenByHand };
}

/** The same code again, for the time that is left: the poll brings what came meanwhile. */
async function resumeWait(
  context: AttemptContext,
  pending: PendingEnrollment,
  resumption: Resumption,
  onGone?: EnrollmentFailure,
): Promise<void> {
  const { dispatch, wallTimeMs, workstation } = context;
  const { apiBaseUrl, key, grant, expiresAtMs } = pending;
  // A wall clock that was set back meanwhile cannot lengthen the life of a code.
  const remainingMs = Math.max(0, Math.min(expiresAtMs - wallTimeMs(), grant.lifetimeMs));
  const { deviceCode, intervalMs, ...code } = grant;
  const changes = await workstation.previewChanges();
  const shown = { ...code, keyFingerprint: key.fingerprint, changes, earlierCode: null };
  dispatch({ kind: 'wait-resumed', apiBaseUrl, code: shown, remainingMs });
  const outcome = await approvalOf(
    context,
    pending,
    resumption,
    (signal) =>
      remainingMs === 0
        ? lookOnce(context, pending, signal)
        : awaitApproval(context, pending, remainingMs, signal),
    onGone,
  );
  const approval = await approvalAfter(context, outcome, resumption);
  if (approval) {
    dispatch({ kind: 'approved', lab: approval.credential.lab });
    await resumption.finishing.run(approval);
  }
}

async function approvalAfter(
  context: AttemptContext,
  outcome: Awaited<ReturnType<typeof approvalOf>>,
  interruptions: Interruptions,
): Promise<Approval | null> {
  if (outcome.kind === 'approved') return outcome.approval;
  if (outcome.kind === 'over') return null;
  return requestApproval(context, interruptions, outcome.revocation);
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

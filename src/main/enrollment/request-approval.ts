import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import { assertNever } from '../../shared/assert-never.ts';
import type { EnrollmentFailure, Revocation } from '../../shared/enrollment.ts';
import type { StartedGrant } from '../api/device-code-request.ts';
import type { WorkstationKey } from '../workstation/workstation.ts';
import { type AttemptContext, failAttempt } from './attempt-context.ts';
import { awaitApproval } from './await-approval.ts';
import type { CodeRenewal } from './code-renewal.ts';
import type { PendingEnrollment } from './pending-enrollment.ts';
import type { PollingResult } from './poll-for-token.ts';
import { cancelWithToken, revokeToken } from './revoke-token.ts';

/** What an administrator's approval gave, and the key that it is for. */
export interface Approval {
  readonly key: WorkstationKey;
  readonly deviceCode: Secret;
  readonly credential: MintedCredential;
}

/** What may end the wait for an approval before the server does. */
export interface Interruptions {
  /** The whole attempt; the reason {@link SUSPENDED} leaves it to a later process. */
  readonly stop: AbortSignal;
  /** One code. */
  readonly renewal: CodeRenewal;
}

/** Why an attempt stops whose process is about to end in good order. */
export const SUSPENDED = Symbol('suspended');

/** From a new key to the approval. Null when there is none: then the attempt has already ended, or is suspended. */
export async function requestApproval(
  context: AttemptContext,
  interruptions: Interruptions,
  givenUp: Exclude<Revocation, 'none'> | null = null,
): Promise<Approval | null> {
  const { dispatch, journal, workstation } = context;
  for (let earlierCode = givenUp; ; ) {
    const pending = await requestCode(context, interruptions.stop);
    if (!pending) return null;
    const changes = await workstation.previewChanges();
    const { key, grant } = pending;
    const { deviceCode, intervalMs, ...code } = grant;
    dispatch({
      kind: 'code-received',
      code: { ...code, keyFingerprint: key.fingerprint, changes, earlierCode },
    });
    void journal.waiting(pending);
    const outcome = await approvalOf(context, pending, interruptions, (signal) =>
      awaitApproval(context, pending, grant.lifetimeMs, signal),
    );
    if (outcome.kind === 'approved') return outcome.approval;
    if (outcome.kind === 'over') return null;
    earlierCode = outcome.revocation;
  }
}

/** How the wait for one code ended. */
export type WaitOutcome =
  | { readonly kind: 'approved'; readonly approval: Approval }
  | { readonly kind: 'given-up'; readonly revocation: Exclude<Revocation, 'none'> | null }
  | { readonly kind: 'over' };

/**
 * Waits for the approval of a code that is on the screen. When there is none it ends the attempt; `onGone` is the failure
 * for a code that is good for nothing any more.
 */
export async function approvalOf(
  context: AttemptContext,
  pending: PendingEnrollment,
  { stop, renewal }: Interruptions,
  wait: (signal: AbortSignal) => Promise<PollingResult>,
  onGone: EnrollmentFailure = { kind: 'expired' },
): Promise<WaitOutcome> {
  const givenUp = renewal.next();
  const signal = AbortSignal.any([stop, givenUp]);
  const result = await wait(signal);
  const isSuspended = stop.aborted && stop.reason === SUSPENDED;
  if (result.kind === 'minted' && (!signal.aborted || isSuspended)) {
    if (!context.admission.allowsLab(result.credential.lab)) {
      await refuseLab(context, result.credential);
      return { kind: 'over' };
    }
    const { key, grant } = pending;
    const approval = { key, deviceCode: grant.deviceCode, credential: result.credential };
    return { kind: 'approved', approval };
  }
  if (isSuspended) return { kind: 'over' };
  if (stop.aborted) await endCancelled(context, result);
  else if (givenUp.aborted) return { kind: 'given-up', revocation: await giveUp(context, result) };
  else await endRefused(context, result, onGone);
  return { kind: 'over' };
}

/** The lab's policy stands above what an administrator approved: the token is given back before anything is kept. */
async function refuseLab(
  context: AttemptContext,
  { lab, apiToken }: MintedCredential,
): Promise<void> {
  const revocation = await revokeToken(context, apiToken);
  failAttempt(context, { kind: 'lab-not-allowed', lab, revocation });
}

/** A new pair and a code for it. Null when there is none: then the attempt has ended. */
async function requestCode(
  context: AttemptContext,
  signal: AbortSignal,
): Promise<PendingEnrollment | null> {
  const { client, workstation, wallTimeMs, apiBaseUrl } = context;
  const key = await workstation.createKey();
  if (!key.ok) {
    failAttempt(context, key.failure);
    return null;
  }
  const subject = { publicKeyLine: key.value.publicKeyLine, hostname: workstation.hostname };
  const started = await client.start(subject, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  // A grant that comes after the cancel is left to expire: nobody has seen its code.
  if (!started || signal.aborted) failAttempt(context, { kind: 'cancelled', revocation: 'none' });
  else if (!started.ok) failAttempt(context, started.failure);
  else return pendingEnrollment(apiBaseUrl, key.value, started.value, wallTimeMs());
  return null;
}

function pendingEnrollment(
  apiBaseUrl: string,
  key: WorkstationKey,
  grant: StartedGrant,
  nowMs: number,
): PendingEnrollment {
  return { apiBaseUrl, key, grant, expiresAtMs: nowMs + grant.lifetimeMs };
}

async function endCancelled(context: AttemptContext, result: PollingResult): Promise<void> {
  const token = mintedToken(result);
  if (token) await cancelWithToken(context, token);
  else failAttempt(context, { kind: 'cancelled', revocation: 'none' });
}

/** An approval that crossed the wish for a new code is not kept: two people would hold different codes for one key. */
async function giveUp(
  context: AttemptContext,
  result: PollingResult,
): Promise<Exclude<Revocation, 'none'> | null> {
  void context.journal.ended();
  const token = mintedToken(result);
  return token && revokeToken(context, token);
}

/** A token can come with a credential that is refused for its other fields: it is valid until it is revoked. */
function mintedToken(result: PollingResult): Secret | null {
  if (result.kind === 'minted') return result.credential.apiToken;
  return result.kind === 'bad-response' ? result.apiToken : null;
}

async function endRefused(
  context: AttemptContext,
  result: PollingResult,
  onGone: EnrollmentFailure,
): Promise<void> {
  switch (result.kind) {
    case 'denied':
    case 'key-rejected':
      return failAttempt(context, { kind: result.kind });
    case 'gone':
    case 'expired':
      return failAttempt(context, onGone);
    case 'mint-failed':
      return failAttempt(context, {
        kind: 'server-error',
        status: result.status,
        during: 'mint',
      });
    case 'bad-response': {
      const { field, apiToken } = result;
      const revocation = apiToken ? await revokeToken(context, apiToken) : 'none';
      return failAttempt(context, { kind: 'bad-response', request: 'poll', field, revocation });
    }
    case 'minted':
    case 'stopped':
      // Both end above: as an approval, or with a signal aborted.
      throw new Error(`Polling ended as ${result.kind} without a cancel`);
    default:
      return assertNever(result);
  }
}

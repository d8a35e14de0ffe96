import type { MintedCredential } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import { assertNever } from '../../shared/assert-never.ts';
import type { StartedGrant } from '../api/device-code-request.ts';
import type { WorkstationKey } from '../workstation/workstation.ts';
import { type AttemptContext, failAttempt } from './attempt-context.ts';
import { countDown } from './count-down.ts';
import { type PollingResult, pollForToken } from './poll-for-token.ts';
import { cancelWithToken, revokeToken } from './revoke-token.ts';

/** What an administrator's approval gave, and the key that it is for. */
export interface Approval {
  readonly key: WorkstationKey;
  readonly deviceCode: Secret;
  readonly credential: MintedCredential;
}

/** From a new key to the approval. Null when there is none: then the attempt has already ended. */
export async function requestApproval(
  context: AttemptContext,
  signal: AbortSignal,
): Promise<Approval | null> {
  const key = await context.workstation.createKey();
  if (!key.ok) {
    failAttempt(context, key.failure);
    return null;
  }
  const grant = await requestCode(context, key.value, signal);
  if (!grant) return null;
  const result = await awaitApproval(context, key.value, grant, signal);
  if (result.kind === 'minted' && !signal.aborted) {
    const { lab } = result.credential;
    if (!context.admission.allowsLab(lab)) return refuseLab(context, result.credential);
    return { key: key.value, deviceCode: grant.deviceCode, credential: result.credential };
  }
  await (signal.aborted ? endCancelled(context, result) : endRefused(context, result));
  return null;
}

/** The lab's policy stands above what an administrator approved: the token is given back before anything is kept. */
async function refuseLab(
  context: AttemptContext,
  { lab, apiToken }: MintedCredential,
): Promise<null> {
  const revocation = await revokeToken(context, apiToken);
  failAttempt(context, { kind: 'lab-not-allowed', lab, revocation });
  return null;
}

async function requestCode(
  context: AttemptContext,
  key: WorkstationKey,
  signal: AbortSignal,
): Promise<StartedGrant | null> {
  const { client, workstation } = context;
  const subject = { publicKeyLine: key.publicKeyLine, hostname: workstation.hostname };
  const started = await client.start(subject, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return null;
  });
  // A grant that comes after the cancel is left to expire: nobody has seen its code.
  if (!started || signal.aborted) failAttempt(context, { kind: 'cancelled', revocation: 'none' });
  else if (!started.ok) failAttempt(context, started.failure);
  else return started.value;
  return null;
}

async function awaitApproval(
  context: AttemptContext,
  key: WorkstationKey,
  grant: StartedGrant,
  signal: AbortSignal,
): Promise<PollingResult> {
  const { clock, dispatch } = context;
  const { deviceCode, intervalMs, ...code } = grant;
  const keyFingerprint = key.fingerprint;
  const expiresAtMs = clock.now() + grant.lifetimeMs;
  const over = new AbortController();
  dispatch({ kind: 'code-received', code: { ...code, keyFingerprint } });
  void countDown(clock, expiresAtMs, over.signal, (remainingMs) =>
    dispatch({ kind: 'time-passed', remainingMs }),
  );
  try {
    return await pollForToken({
      ...context,
      grant: { deviceCode, keyFingerprint, intervalMs, expiresAtMs },
      signal,
      onHealth: (polling) => dispatch({ kind: 'polled', polling }),
    });
  } finally {
    over.abort();
  }
}

async function endCancelled(context: AttemptContext, result: PollingResult): Promise<void> {
  const token = mintedToken(result);
  if (token) await cancelWithToken(context, token);
  else failAttempt(context, { kind: 'cancelled', revocation: 'none' });
}

/** A token can come with a credential that is refused for its other fields: it is valid until it is revoked. */
function mintedToken(result: PollingResult): Secret | null {
  if (result.kind === 'minted') return result.credential.apiToken;
  return result.kind === 'bad-response' ? result.apiToken : null;
}

async function endRefused(context: AttemptContext, result: PollingResult): Promise<void> {
  switch (result.kind) {
    case 'denied':
    case 'key-rejected':
      return failAttempt(context, { kind: result.kind });
    case 'gone':
    case 'expired':
      return failAttempt(context, { kind: 'expired' });
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
      // Both end in requestApproval: as an approval, or with the signal aborted.
      throw new Error(`Polling ended as ${result.kind} without a cancel`);
    default:
      return assertNever(result);
  }
}

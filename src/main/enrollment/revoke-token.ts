import type { Secret } from '@onbench/protocol/secret';
import type { Revocation } from '../../shared/enrollment.ts';
import { type AttemptContext, failAttempt } from './attempt-context.ts';
import { withTimeLimit } from './with-time-limit.ts';

const REVOCATION_LIMIT_MS = 10_000;

/** With the grace of the last poll it stays below the second in which a cancel is answered. */
const CANCEL_PATIENCE_MS = 350;

/** Gives back a token that will not be kept; its SSH key goes with it. */
export async function revokeToken(
  { client, clock, log }: AttemptContext,
  token: Secret,
): Promise<Exclude<Revocation, 'none'>> {
  const answer = await withTimeLimit(clock, REVOCATION_LIMIT_MS, (signal) =>
    client.revokeOwnToken(token, signal),
  );
  const revocation = answer ?? 'could-not-revoke';
  log.warn({ revocation }, 'a token that is not kept was given back');
  return revocation;
}

/** Ends a cancelled attempt whose token had come: in time, and corrected when the server's word comes later. */
export async function cancelWithToken(context: AttemptContext, token: Secret): Promise<void> {
  const { clock, dispatch } = context;
  const answered = new AbortController();
  const revocation = revokeToken(context, token);
  const outOfPatience = clock.sleep(CANCEL_PATIENCE_MS, answered.signal).then(
    () => null,
    () => null,
  );
  const inTime = await Promise.race([revocation, outOfPatience]);
  answered.abort();
  failAttempt(context, { kind: 'cancelled', revocation: inTime ?? 'could-not-revoke' });
  if (inTime === null) dispatch({ kind: 'revoked-late', revocation: await revocation });
}

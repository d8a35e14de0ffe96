import type { AttemptContext } from './attempt-context.ts';
import { countDown } from './count-down.ts';
import type { PendingEnrollment } from './pending-enrollment.ts';
import { type PollingResult, pollForToken } from './poll-for-token.ts';

/** Polls for a code that is on the screen, and keeps its time left and its polling health on the screen too. */
export async function awaitApproval(
  context: AttemptContext,
  { key, grant }: PendingEnrollment,
  remainingMs: number,
  signal: AbortSignal,
): Promise<PollingResult> {
  const { clock, dispatch } = context;
  const { deviceCode, intervalMs } = grant;
  const expiresAtMs = clock.now() + remainingMs;
  const over = new AbortController();
  void countDown(clock, expiresAtMs, over.signal, (leftMs) =>
    dispatch({ kind: 'time-passed', remainingMs: leftMs }),
  );
  try {
    return await pollForToken({
      ...context,
      grant: { deviceCode, keyFingerprint: key.fingerprint, intervalMs, expiresAtMs },
      signal,
      onHealth: (polling) => dispatch({ kind: 'polled', polling }),
    });
  } finally {
    over.abort();
  }
}

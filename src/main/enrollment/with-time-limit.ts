import type { Clock } from '../platform/clock.ts';

/** Gives a call so much time and no more: null when it ran out. The signal ends what the call still does. */
export async function withTimeLimit<Value>(
  clock: Clock,
  limitMs: number,
  call: (signal: AbortSignal) => Promise<Value>,
): Promise<Value | null> {
  const request = new AbortController();
  const answered = new AbortController();
  clock.sleep(limitMs, answered.signal).then(
    () => request.abort(),
    () => undefined,
  );
  try {
    return await call(request.signal);
  } catch (error) {
    if (request.signal.aborted) return null;
    throw error;
  } finally {
    answered.abort();
  }
}

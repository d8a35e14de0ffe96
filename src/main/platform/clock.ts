/** Time, handed in, so that tests decide it. */
export interface Clock {
  /** Milliseconds on a monotonic clock of arbitrary origin: differences mean something, a changed wall clock does not. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

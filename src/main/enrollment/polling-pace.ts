import type { PollOutcome } from '../api/token-request.ts';

/** No answer moves the next poll out of these bounds (security.md N05). */
const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** What RFC 8628 section 3.2 gives when the server names no usable interval. */
const DEFAULT_INTERVAL_MS = 5_000;

/** RFC 8628 section 3.5: slow_down raises the interval by 5 seconds "for this and all subsequent requests". */
const SLOW_DOWN_MS = 5_000;

const BACK_OFF_MS = [5_000, 10_000, 20_000, 30_000];

const JITTER = 0.15;

/** How fast to poll, given all that was answered so far. */
export interface PollingPace {
  readonly intervalMs: number;
  /** Polls in a row that met trouble. */
  readonly failures: number;
  /** The wait before the next poll; `random` in [0, 1) adds up to 15 % of it. */
  waitMs(random: number): number;
  /**
   * The wait that no wake-up shortens: what the server asked for (its interval, slow_down included, and Retry-After).
   * Back-off and jitter are our own caution, and give way to news of a better network.
   */
  readonly shortestWaitMs: number;
  after(outcome: PollOutcome): PollingPace;
}

interface Facts {
  readonly intervalMs: number;
  readonly failures: number;
  /** Timeouts in a row of troubles. */
  readonly timeouts: number;
  readonly retryAfterMs: number;
}

export function pollingPace(serverIntervalMs: number): PollingPace {
  return paceOf({
    intervalMs: bounded(serverIntervalMs),
    failures: 0,
    timeouts: 0,
    retryAfterMs: 0,
  });
}

function paceOf(facts: Facts): PollingPace {
  return {
    intervalMs: facts.intervalMs,
    failures: facts.failures,
    shortestWaitMs: bounded(Math.max(facts.intervalMs, facts.retryAfterMs)),
    waitMs: (random) =>
      Math.min(Math.round(baseWaitMs(facts) * (1 + JITTER * random)), LONGEST_WAIT_MS),
    after: (outcome) => paceOf(factsAfter(facts, outcome)),
  };
}

/**
 * The longest of what each rule asks: the interval, Retry-After, the back-off, and for timeouts the interval doubled
 * once for each of them (RFC 8628 section 3.5), so that they never wait less than any other trouble.
 */
function baseWaitMs({ intervalMs, failures, timeouts, retryAfterMs }: Facts): number {
  const backOffMs = failures === 0 ? 0 : (BACK_OFF_MS[failures - 1] ?? BACK_OFF_MS.at(-1) ?? 0);
  const doubledMs = intervalMs * 2 ** timeouts;
  return bounded(Math.max(intervalMs, retryAfterMs, backOffMs, doubledMs));
}

function factsAfter(facts: Facts, outcome: PollOutcome): Facts {
  switch (outcome.kind) {
    case 'slow-down': {
      const intervalMs = bounded(facts.intervalMs + SLOW_DOWN_MS);
      return { intervalMs, failures: 0, timeouts: 0, retryAfterMs: outcome.retryAfterMs ?? 0 };
    }
    case 'trouble': {
      const timeouts = facts.timeouts + (outcome.cause === 'timed-out' ? 1 : 0);
      return { ...facts, failures: facts.failures + 1, timeouts, retryAfterMs: 0 };
    }
    default:
      return { ...facts, failures: 0, timeouts: 0, retryAfterMs: 0 };
  }
}

/** Timers fire at once for NaN, negative and huge waits (security.md M6): none of them gets past here. */
function bounded(ms: number): number {
  if (Number.isNaN(ms)) return DEFAULT_INTERVAL_MS;
  return Math.min(Math.max(ms, SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
}

import type { GrantDialect } from '@onbench/protocol/approval-api';

/** How fast the clients of a dialect may poll. */
export interface Pace {
  /** A poll sooner than this share of the interval after the one before is too soon. */
  readonly leastShare: number;
  /** What `slow_down` adds to the interval, for good. */
  readonly slowDownSeconds: number;
}

/** Some clients jitter, and none is slowed for being a little early (security.md T15); RFC 8628 section 3.5. */
const BY_RFC_8628: Pace = { leastShare: 0.5, slowDownSeconds: 5 };

export const PACES: Readonly<Record<GrantDialect, Pace>> = {
  pychron: BY_RFC_8628,
  oauth: BY_RFC_8628,
  // Polls inside the interval are too fast, but none is told so for the jitter of the way. The interval stays: clients
  // of this dialect keep to the one that they were given.
  romm: { leastShare: 0.9, slowDownSeconds: 0 },
};

/** The longest interval that workstations keep to. */
const MAX_INTERVAL_SECONDS = 60;

/** `sinceMs` since the poll before; null: there was none. */
export function isTooSoon(
  sinceMs: number | null,
  intervalSeconds: number,
  { leastShare }: Pace,
): boolean {
  return sinceMs !== null && sinceMs < intervalSeconds * 1_000 * leastShare;
}

export function longerInterval(seconds: number, { slowDownSeconds }: Pace): number {
  return Math.min(seconds + slowDownSeconds, MAX_INTERVAL_SECONDS);
}

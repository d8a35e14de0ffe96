import type { Grant } from '../db/schema.ts';

/** What a poll is told. `gone` stands for unknown, used and expired alike (security.md T08). */
export type TokenAnswer =
  | { readonly kind: 'gone' }
  | { readonly kind: 'denied' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down'; readonly intervalSeconds: number }
  | { readonly kind: 'approved' }
  /** Minted before, and not acknowledged yet: the same answer again (security.md T13). */
  | { readonly kind: 'answered-before'; readonly sealedAnswer: string };

export type PolledGrant = Pick<
  Grant,
  'status' | 'expiresAt' | 'lastPolledAt' | 'intervalSeconds' | 'consumedAt' | 'sealedAnswer'
>;

/** How long after minting a client that acknowledges gets its answer again (protocol.md section 1). */
export const REDELIVERY_SECONDS = 10 * 60;

/** RFC 8628 section 3.5: 5 seconds more, "for this and all subsequent requests". */
const SLOW_DOWN_SECONDS = 5;

/** The longest interval that workstations keep to. */
const MAX_INTERVAL_SECONDS = 60;

/** Some clients jitter, and none is slowed for being a little early (security.md T15). */
const LEAST_SHARE = 0.5;

/**
 * The verdict on a poll at `now`. What it changes (the interval, the use) is the caller's to write. A poll sooner than
 * `leastShare` of the interval after the one before is too soon.
 */
export function decideTokenAnswer(
  grant: PolledGrant | null,
  now: Date,
  leastShare = LEAST_SHARE,
): TokenAnswer {
  // Before the expiry is looked at: the answer may come in the code's last second and be lost.
  if (grant?.status === 'consumed') return decideRedelivery(grant, now);
  if (!grant || grant.expiresAt <= now) return { kind: 'gone' };
  switch (grant.status) {
    case 'denied':
      return { kind: 'denied' };
    case 'approved':
      return { kind: 'approved' };
    case 'pending':
      return isTooSoon(grant, now, leastShare)
        ? { kind: 'slow-down', intervalSeconds: longerInterval(grant.intervalSeconds) }
        : { kind: 'pending' };
  }
}

function decideRedelivery({ consumedAt, sealedAnswer }: PolledGrant, now: Date): TokenAnswer {
  if (!consumedAt || sealedAnswer === null) return { kind: 'gone' };
  const inTime = now.getTime() - consumedAt.getTime() < REDELIVERY_SECONDS * 1_000;
  return inTime ? { kind: 'answered-before', sealedAnswer } : { kind: 'gone' };
}

function isTooSoon(grant: PolledGrant, now: Date, leastShare: number): boolean {
  if (!grant.lastPolledAt) return false;
  const elapsedMs = now.getTime() - grant.lastPolledAt.getTime();
  return elapsedMs < grant.intervalSeconds * 1_000 * leastShare;
}

function longerInterval(seconds: number): number {
  return Math.min(seconds + SLOW_DOWN_SECONDS, MAX_INTERVAL_SECONDS);
}

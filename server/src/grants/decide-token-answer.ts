import type { Grant } from '../db/schema.ts';
import { isTooSoon, longerInterval, type Pace } from './polling-pace.ts';

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

/** The verdict on a poll at `now`. What it changes (the interval, the use) is the caller's to write. */
export function decideTokenAnswer(grant: PolledGrant | null, now: Date, pace: Pace): TokenAnswer {
  // Before the expiry is looked at: the answer may come in the code's last second and be lost.
  if (grant?.status === 'consumed') return decideRedelivery(grant, now);
  if (!grant || grant.expiresAt <= now) return { kind: 'gone' };
  switch (grant.status) {
    case 'denied':
      return { kind: 'denied' };
    case 'approved':
      return { kind: 'approved' };
    case 'pending': {
      const { lastPolledAt, intervalSeconds } = grant;
      const sinceMs = lastPolledAt ? now.getTime() - lastPolledAt.getTime() : null;
      return isTooSoon(sinceMs, intervalSeconds, pace)
        ? { kind: 'slow-down', intervalSeconds: longerInterval(intervalSeconds, pace) }
        : { kind: 'pending' };
    }
  }
}

function decideRedelivery({ consumedAt, sealedAnswer }: PolledGrant, now: Date): TokenAnswer {
  if (!consumedAt || sealedAnswer === null) return { kind: 'gone' };
  const inTime = now.getTime() - consumedAt.getTime() < REDELIVERY_SECONDS * 1_000;
  return inTime ? { kind: 'answered-before', sealedAnswer } : { kind: 'gone' };
}

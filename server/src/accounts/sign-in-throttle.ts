import type { Clock } from '../clock.ts';

/** A person may mistype; a program that guesses soon waits a quarter of an hour for each guess. */
const FREE_ATTEMPTS = 3;
const MAX_DELAY_SECONDS = 15 * 60;
const FORGET_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Bounds the memory that a guesser can make the server spend. */
const MAX_ENTRIES = 10_000;

interface Attempts {
  readonly count: number;
  readonly lastAtMs: number;
  readonly blockedUntilMs: number;
}

/** Growing delays for each pair of account and address (security.md T21). */
export interface SignInThrottle {
  /** Counts an attempt before its outcome is known, or gives the seconds to wait, when it may not be made now. */
  attempt(email: string, address: string): number | null;
  /** The attempt was right: the pair starts afresh. */
  succeeded(email: string, address: string): void;
}

export function createSignInThrottle(clock: Clock): SignInThrottle {
  const entries = new Map<string, Attempts>();
  return {
    attempt(email, address) {
      const key = keyOf(email, address);
      const nowMs = clock.now().getTime();
      const past = entries.get(key);
      if (past && past.blockedUntilMs > nowMs) {
        return Math.ceil((past.blockedUntilMs - nowMs) / 1_000);
      }
      const fresh = !past || nowMs - past.lastAtMs > FORGET_AFTER_MS;
      const count = fresh ? 1 : past.count + 1;
      // Deleted first, so that the map's order is by last attempt and its first entry is the oldest.
      entries.delete(key);
      entries.set(key, { count, lastAtMs: nowMs, blockedUntilMs: nowMs + delayMs(count) });
      if (entries.size > MAX_ENTRIES) entries.delete(entries.keys().next().value ?? '');
      return null;
    },
    succeeded(email, address) {
      entries.delete(keyOf(email, address));
    },
  };
}

/** 0 for the first attempts, then 1, 2, 4 … seconds. */
function delayMs(count: number): number {
  if (count < FREE_ATTEMPTS) return 0;
  return Math.min(2 ** (count - FREE_ATTEMPTS), MAX_DELAY_SECONDS) * 1_000;
}

function keyOf(email: string, address: string): string {
  return `${address} ${email.toLowerCase()}`;
}

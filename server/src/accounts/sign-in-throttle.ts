import { createHash } from 'node:crypto';
import { eq, lt, lte, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { signInAttempts } from '../db/limits-schema.ts';

/** A person may mistype; a program that guesses soon waits a quarter of an hour for each guess. */
const FREE_ATTEMPTS = 3;
const MAX_DELAY_SECONDS = 15 * 60;
const FORGET_AFTER_SECONDS = 24 * 60 * 60;

/** Growing delays for each pair of account and network, on all servers together (security.md T21). */
export type SignInThrottle = ReturnType<typeof createSignInThrottle>;

export function createSignInThrottle(db: Database, clock: Clock) {
  const secondsAgo = (seconds: number) => sql`${clock.sqlNow} - make_interval(secs => ${seconds})`;

  /** 0 for the first attempts, then 1, 2, 4 … seconds. The exponent is bounded: nothing overflows. */
  const blockedUntil = (count: ReturnType<typeof sql>) => sql<Date>`${clock.sqlNow} + make_interval(
    secs => case when ${count} < ${FREE_ATTEMPTS} then 0
      else least(power(2, least(${count} - ${FREE_ATTEMPTS}, 30)), ${MAX_DELAY_SECONDS}) end)`;

  return {
    /** Counts an attempt before its outcome is known, or gives the seconds to wait, when it may not be made now. */
    async attempt(email: string, network: string): Promise<number | null> {
      const pair = pairOf(email, network);
      await db
        .delete(signInAttempts)
        .where(lt(signInAttempts.lastAt, secondsAgo(FORGET_AFTER_SECONDS)));
      const again = sql`${signInAttempts.count} + 1`;
      const counted = await db
        .insert(signInAttempts)
        .values({ pair, count: 1, lastAt: clock.sqlNow, blockedUntil: clock.sqlNow })
        .onConflictDoUpdate({
          target: signInAttempts.pair,
          set: { count: again, lastAt: clock.sqlNow, blockedUntil: blockedUntil(again) },
          setWhere: lte(signInAttempts.blockedUntil, clock.sqlNow),
        })
        .returning({ count: signInAttempts.count });
      return counted.length > 0 ? null : await secondsBlocked(pair);
    },

    /** The attempt was right: the pair starts afresh. */
    async succeeded(email: string, network: string): Promise<void> {
      await db.delete(signInAttempts).where(eq(signInAttempts.pair, pairOf(email, network)));
    },
  };

  /** At least 1: the wait may end between the two looks at it. */
  async function secondsBlocked(pair: string): Promise<number> {
    const left = sql<number>`ceil(extract(epoch from ${signInAttempts.blockedUntil} - ${clock.sqlNow}))`;
    const [row] = await db
      .select({ seconds: left.mapWith(Number) })
      .from(signInAttempts)
      .where(eq(signInAttempts.pair, pair));
    return Math.max(1, row?.seconds ?? 1);
  }
}

/** Hashed: what is typed as an account may be anything, a password in the wrong field too. */
function pairOf(email: string, network: string): string {
  return createHash('sha256').update(`${network} ${email.toLowerCase()}`).digest('hex');
}

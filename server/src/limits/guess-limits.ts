/** A user code that was tried and that nothing was waiting with. */
export interface WrongGuess {
  readonly account: string;
  readonly network: string;
  readonly at: Date;
}

/** Who tries: an administrator or a token, and from where. */
export type Guesser = Pick<WrongGuess, 'account' | 'network'>;

/** Over this time wrong guesses add up, and so long a budget that is used up stays so. */
export const WINDOW_SECONDS = 15 * 60;

/** After so many of its own an account or a network waits. Several administrators may sit behind one address. */
const PER_ACCOUNT = 5;
const PER_NETWORK = 10;

/**
 * The whole installation, whatever the number of accounts and addresses. With 8 letters of 20 and 100 codes waiting, 23
 * guesses find one with a chance of 2^-23.4 (security.md, "Numbers to reach").
 */
const OVERALL = 23;

export interface Lock {
  readonly scope: 'account' | 'network' | 'installation';
  readonly seconds: number;
}

/**
 * Which budget is used up, and for how long, or null. `guesses` are those of the last two windows, in any order: a lock
 * lasts one window from the guess that used the budget up, and that one looks one window back.
 */
export function findLock(guesses: readonly WrongGuess[], guesser: Guesser, now: Date): Lock | null {
  const own = (field: keyof Guesser) => guesses.filter((guess) => guess[field] === guesser[field]);
  const locks: readonly Lock[] = [
    { scope: 'account', seconds: secondsLocked(own('account'), PER_ACCOUNT, now) },
    { scope: 'network', seconds: secondsLocked(own('network'), PER_NETWORK, now) },
    { scope: 'installation', seconds: secondsUntilBelow(guesses, OVERALL, now) },
  ];
  const longest = locks.reduce((a, b) => (b.seconds > a.seconds ? b : a));
  return longest.seconds > 0 ? longest : null;
}

/** A whole window from the guess that used the budget up: none is counted while it lasts, so that is the last one. */
function secondsLocked(guesses: readonly WrongGuess[], budget: number, now: Date): number {
  const [last, ...before] = newestFirst(guesses);
  if (!last) return 0;
  const added = [last, ...before].filter(({ at }) => secondsBetween(at, last.at) < WINDOW_SECONDS);
  return added.length >= budget ? secondsLeft(last, now) : 0;
}

/** Until fewer than the budget lie within the last window: so never more than that in any. */
function secondsUntilBelow(guesses: readonly WrongGuess[], budget: number, now: Date): number {
  const oldestOfBudget = newestFirst(guesses)[budget - 1];
  return oldestOfBudget ? secondsLeft(oldestOfBudget, now) : 0;
}

function newestFirst(guesses: readonly WrongGuess[]): readonly WrongGuess[] {
  return guesses.toSorted((a, b) => b.at.getTime() - a.at.getTime());
}

function secondsLeft({ at }: WrongGuess, now: Date): number {
  return Math.max(0, Math.ceil(WINDOW_SECONDS - secondsBetween(at, now)));
}

function secondsBetween(earlier: Date, later: Date): number {
  return (later.getTime() - earlier.getTime()) / 1_000;
}

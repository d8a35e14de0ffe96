import { describe, expect, it } from 'vitest';
import { findLock, type WrongGuess } from '../../../server/src/limits/guess-limits.ts';

const START = Date.parse('2026-05-09T12:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1_000);

function guesses(times: readonly number[], who: Partial<WrongGuess> = {}): WrongGuess[] {
  return times.map((seconds) => ({
    account: 'ada',
    network: '192.0.2.1',
    at: at(seconds),
    ...who,
  }));
}

const ADA = { account: 'ada', network: '192.0.2.1' };
const MINUTE = 60;

describe('findLock', () => {
  it('lets an account try until the fifth wrong code', () => {
    expect(findLock(guesses([0, 1, 2, 3]), ADA, at(4))).toBeNull();
    expect(findLock(guesses([0, 1, 2, 3, 4]), ADA, at(4))).toEqual({
      scope: 'account',
      seconds: 15 * MINUTE,
    });
  });

  it('locks for 15 minutes from the fifth, however slowly they came', () => {
    const slow = guesses([0, 200, 400, 600, 800]);
    expect(findLock(slow, ADA, at(799 + 15 * MINUTE))).toEqual({ scope: 'account', seconds: 1 });
    expect(findLock(slow, ADA, at(800 + 15 * MINUTE))).toBeNull();
  });

  it('forgets what is more than 15 minutes before the last one', () => {
    expect(findLock(guesses([0, 900, 901, 902, 903]), ADA, at(904))).toBeNull();
  });

  it('starts afresh after a lock', () => {
    const before = guesses([0, 1, 2, 3, 4]);
    const after = [...before, ...guesses([4 + 15 * MINUTE])];
    expect(findLock(after, ADA, at(5 + 15 * MINUTE))).toBeNull();
  });

  it('counts accounts behind one address together, up to ten', () => {
    const others = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((second) =>
      guesses([second], { account: `administrator ${second}` }),
    );
    expect(findLock(others.slice(1), ADA, at(9))).toBeNull();
    expect(findLock(others, ADA, at(9))?.scope).toBe('network');
    expect(findLock(others, { ...ADA, network: '192.0.2.2' }, at(9))).toBeNull();
  });

  it('lets the whole installation be wrong 23 times in any 15 minutes', () => {
    const spread = Array.from({ length: 23 }, (_, index) =>
      guesses([index * 10], { account: `account ${index}`, network: `192.0.2.${index}` }),
    ).flat();
    const elsewhere = { account: 'eve', network: '198.51.100.1' };
    expect(findLock(spread.slice(1), elsewhere, at(230))).toBeNull();
    expect(findLock(spread, elsewhere, at(230))?.scope).toBe('installation');
    // The first of them leaves the window: one more may be tried.
    expect(findLock(spread, elsewhere, at(15 * MINUTE - 1))).toEqual({
      scope: 'installation',
      seconds: 1,
    });
    expect(findLock(spread, elsewhere, at(15 * MINUTE))).toBeNull();
  });
});

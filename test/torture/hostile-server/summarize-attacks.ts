import type { TortureRow } from '../torture-case.ts';

/** The row of a kind of attack: how many there were, and by name how they ended, the most frequent end first. */
export function summarizeAttacks(
  what: string,
  outcomes: readonly string[],
  problems: readonly string[],
): TortureRow {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const ends = [...counts].toSorted(([, a], [, b]) => b - a);
  const named = ends.map(([outcome, count]) => `${count} ${outcome}`).join('; ');
  return { what, measured: `${outcomes.length} attacks: ${named}`, problems };
}

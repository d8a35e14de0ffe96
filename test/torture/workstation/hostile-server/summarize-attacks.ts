import type { TortureRow } from '../torture-case.ts';

/** The row of a kind of attack: by name how they ended, the most frequent end first; null for one without an end. */
export function summarizeAttacks(
  what: string,
  outcomes: readonly (string | null)[],
  problems: readonly string[],
): TortureRow {
  const counts = new Map<string | null, number>();
  for (const outcome of outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const ends = [...counts].toSorted(([, a], [, b]) => b - a);
  const named = ends
    .map(([outcome, count]) => `${count} ${outcome ?? 'without an end'}`)
    .join('; ');
  return { what, measured: `${outcomes.length} attacks: ${named}`, problems };
}

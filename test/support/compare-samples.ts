/** How far two samples can be told apart. */
export interface Comparison {
  readonly medianDifference: number;
  /** How often the best single threshold guesses right which of both a value is from: 0.5 is by chance. */
  readonly bestGuess: number;
  /** Mann-Whitney: how often a value of the second is above one of the first, 0.5 where they are alike. */
  readonly above: number;
}

export function compareSamples(first: readonly number[], second: readonly number[]): Comparison {
  const merged = [
    ...first.map((value) => ({ value, isFirst: true })),
    ...second.map((value) => ({ value, isFirst: false })),
  ].sort((a, b) => a.value - b.value);
  let below = 0;
  let seen = 0;
  let pairs = 0;
  let gap = 0;
  for (const { isFirst } of merged) {
    if (isFirst) below += 1;
    else {
      seen += 1;
      pairs += below;
    }
    gap = Math.max(gap, Math.abs(below / first.length - seen / second.length));
  }
  return {
    medianDifference: Math.abs(median(first) - median(second)),
    bestGuess: 0.5 + gap / 2,
    above: pairs / (first.length * second.length),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

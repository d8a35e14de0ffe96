import type { AwaitedNumbers } from '../db/audit-schema.ts';

/** Far longer than any transaction of a server lives: what has not come by then was rolled back. */
const AWAITED_MS = 60 * 60_000;

/** Those that an event may still come with. */
export function stillAwaited(
  awaited: readonly AwaitedNumbers[],
  nowMs: number,
): readonly AwaitedNumbers[] {
  return awaited.filter(({ sinceMs }) => nowMs - sinceMs < AWAITED_MS);
}

/**
 * A number is taken before its event is committed, so higher ones may be there first. Which have to be looked for again,
 * now that some of those which were awaited came late, and fresh ones with higher numbers than all before. Both in order.
 */
export function nextAwaited(
  awaited: readonly AwaitedNumbers[],
  found: {
    readonly after: number;
    readonly late: readonly number[];
    readonly fresh: readonly number[];
  },
  nowMs: number,
): readonly AwaitedNumbers[] {
  const { after, late, fresh } = found;
  const passed = { first: after + 1, last: fresh.at(-1) ?? after, sinceMs: nowMs };
  return [...awaited.flatMap((numbers) => without(late, numbers)), ...without(fresh, passed)];
}

function without(found: readonly number[], { first, last, sinceMs }: AwaitedNumbers) {
  const missing: AwaitedNumbers[] = [];
  let next = first;
  for (const number of found) {
    if (number < first || number > last) continue;
    if (number > next) missing.push({ first: next, last: number - 1, sinceMs });
    next = number + 1;
  }
  if (next <= last) missing.push({ first: next, last, sinceMs });
  return missing;
}

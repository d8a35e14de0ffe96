import type { Grant } from '../../../server/src/db/schema.ts';

/** What was asked about one grant, when, and what came back. */
export interface Operation {
  readonly kind: 'approve' | 'deny' | 'poll';
  readonly result: string;
  readonly startedMs: number;
  readonly endedMs: number;
}

export type EndState = Pick<Grant, 'status' | 'expiresAt' | 'decidedAt' | 'consumedAt'>;

/** What is wrong with a history, given how it ended; null when it is allowed (security.md T09, T10, T11). */
export function checkHistory(history: readonly Operation[], row: EndState): string | null {
  const won = (kind: Operation['kind'], result: string) =>
    history.filter((each) => each.kind === kind && each.result === result);
  const approvals = won('approve', 'won');
  const denials = won('deny', 'won');
  const uses = won('poll', 'used');
  const [approval] = approvals;
  const [denial] = denials;
  const [use] = uses;
  if (approvals.length + denials.length > 1) return 'two decisions won';
  if (uses.length > 1) return 'used twice';
  if (use && !approval) return 'used without an approval';
  if (use && approval && use.endedMs < approval.startedMs) return 'used before its approval';
  const toldDenied = won('poll', 'denied');
  if (toldDenied.length > 0 && !denial) return 'told of a denial that was none';
  if (toldDenied.some((each) => denial && each.endedMs < denial.startedMs)) {
    return 'told of a denial before it';
  }
  const expected = denial ? 'denied' : use ? 'consumed' : approval ? 'approved' : 'pending';
  if (row.status !== expected) return `ended ${row.status} instead of ${expected}`;
  // Read to the millisecond, compared in the database to the microsecond: the same one may be both.
  if (row.decidedAt && row.decidedAt > row.expiresAt) return 'decided after its expiry';
  if (row.consumedAt && row.consumedAt > row.expiresAt) return 'used after its expiry';
  return null;
}

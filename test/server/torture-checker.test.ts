import { describe, expect, it } from 'vitest';
import { checkHistory, type EndState, type Operation } from '../torture/server/grant-history.ts';

const LATER = new Date('2030-01-01T00:15:00Z');
const row = (status: EndState['status']): EndState => ({
  status,
  expiresAt: LATER,
  decidedAt: null,
  consumedAt: null,
});

function operation(kind: Operation['kind'], result: string, startedMs = 0): Operation {
  return { kind, result, startedMs, endedMs: startedMs + 10 };
}

const approved = operation('approve', 'won');
const denied = operation('deny', 'won');
const used = operation('poll', 'used', 5);

describe('checkHistory', () => {
  it('allows what may happen', () => {
    expect(checkHistory([], row('pending'))).toBeNull();
    expect(checkHistory([operation('approve', 'lost'), denied], row('denied'))).toBeNull();
    expect(checkHistory([used, approved, operation('poll', 'gone')], row('consumed'))).toBeNull();
  });

  it.each<[string, Operation[], ReturnType<typeof row>]>([
    ['two decisions won', [approved, denied], row('approved')],
    ['used twice', [approved, used, used], row('consumed')],
    ['used without an approval', [used], row('consumed')],
    ['used before its approval', [{ ...approved, startedMs: 50 }, used], row('consumed')],
    ['told of a denial that was none', [operation('poll', 'denied')], row('pending')],
    ['ended approved instead of denied', [denied], row('approved')],
    ['decided after its expiry', [], { ...row('pending'), decidedAt: new Date(2_000_000_000_000) }],
  ])('finds: %s', (wrong, history, end) => {
    expect(checkHistory(history, end)).toBe(wrong);
  });
});

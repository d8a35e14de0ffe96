import { afterEach, describe, expect, it } from 'vitest';
import {
  createRequestLimits,
  type RequestLimits,
} from '../../../server/src/limits/request-limits.ts';
import { FakeServerClock } from '../../fakes/fake-server-clock.ts';

const silent = { warn: () => {}, info: () => {} };

let limits: RequestLimits;
afterEach(() => limits.close());

describe('createRequestLimits', () => {
  it('lets so many pass in a minute, and says how long the others wait', () => {
    const clock = new FakeServerClock();
    limits = createRequestLimits(clock, null, silent);
    expect(limits.health()).toBe('local');
    const spend = () => limits.spend('poll', 'a', 3);
    expect([spend(), spend(), spend(), spend()]).toEqual([null, null, null, 60]);
    clock.advance(59);
    expect(spend()).toBe(1);
    clock.advance(1);
    expect(spend()).toBeNull();
    expect(limits.spend('poll', 'b', 3)).toBeNull();
  });

  it('is stricter from the first request on where it cannot share', () => {
    limits = createRequestLimits(new FakeServerClock(), 'redis://127.0.0.1:1', silent);
    expect(limits.health()).toBe('degraded');
    const spend = () => limits.spend('poll', 'a', 4);
    expect([spend(), spend(), spend()]).toEqual([null, null, 60]);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import {
  createSignInThrottle,
  type SignInThrottle,
} from '../../../server/src/accounts/sign-in-throttle.ts';
import { FakeServerClock } from '../../fakes/fake-server-clock.ts';

let clock: FakeServerClock;
let throttle: SignInThrottle;

beforeEach(() => {
  clock = new FakeServerClock();
  throttle = createSignInThrottle(clock);
});

const attempt = (email = 'ada@example.org', address = '192.0.2.1') =>
  throttle.attempt(email, address);

describe('createSignInThrottle', () => {
  it('lets three attempts pass and then doubles the wait, up to 15 minutes', () => {
    expect([attempt(), attempt(), attempt()]).toEqual([null, null, null]);
    const waits: (number | null)[] = [];
    for (let count = 0; count < 12; count += 1) {
      const seconds = attempt();
      waits.push(seconds);
      clock.advance(seconds ?? 0);
      expect(attempt()).toBeNull();
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
  });

  it('starts afresh after a success', () => {
    for (let count = 0; count < 3; count += 1) attempt();
    throttle.succeeded('ada@example.org', '192.0.2.1');
    expect([attempt(), attempt(), attempt()]).toEqual([null, null, null]);
  });

  it('keeps accounts and addresses apart, and case together', () => {
    for (let count = 0; count < 3; count += 1) attempt();
    expect(attempt('eve@example.org')).toBeNull();
    expect(attempt('ada@example.org', '192.0.2.2')).toBeNull();
    expect(attempt('ADA@example.org')).toBe(1);
  });

  it('forgets after a day', () => {
    for (let count = 0; count < 3; count += 1) attempt();
    clock.advance(24 * 3_600 + 1);
    expect([attempt(), attempt(), attempt()]).toEqual([null, null, null]);
  });
});

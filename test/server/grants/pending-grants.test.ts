import { beforeEach, describe, expect, it } from 'vitest';
import type { Grant } from '../../../server/src/db/schema.ts';
import { PendingGrants } from '../../../server/src/grants/pending-grants.ts';
import { FakeAnnouncements } from '../../fakes/fake-announcements.ts';
import { FakeServerClock } from '../../fakes/fake-server-clock.ts';

let clock: FakeServerClock;
let announcements: FakeAnnouncements;
let pending: PendingGrants;

beforeEach(() => {
  clock = new FakeServerClock();
  announcements = new FakeAnnouncements();
  pending = new PendingGrants(announcements, clock);
});

const NOW = new Date('2030-01-01T00:00:00Z');

/** A row as the database gives it at `NOW`, which no clock of this process has to agree with. */
function grant(values: Partial<Grant> = {}): Grant {
  return {
    dialect: 'pychron',
    clientId: null,
    deviceCodeHash: 'code-1',
    status: 'pending',
    intervalSeconds: 5,
    expiresAt: new Date(NOW.getTime() + 900_000),
    ...values,
  } as Grant;
}

function remember(values: Partial<Grant> = {}, wasPolled = false): boolean {
  return pending.remember(pending.mark(), grant(values), NOW, wasPolled);
}

const poll = () => pending.poll('code-1', 'pychron', null);

describe('PendingGrants', () => {
  it('answers for what was found pending, and for nothing else', () => {
    expect(poll()).toBeNull();
    expect(pending.size).toBe(0);
    remember();
    expect(poll()).toEqual({ kind: 'pending' });
    expect(pending.poll('code-2', 'pychron', null)).toBeNull();
    expect(pending.poll('code-1', 'romm', null)).toBeNull();
    expect(pending.poll('code-1', 'pychron', 'another client')).toBeNull();
  });

  it.each(['approved', 'denied', 'consumed'] as const)('keeps nothing that is %s', (status) => {
    expect(remember({ status })).toBe(false);
    expect(poll()).toBeNull();
  });

  it('asks the database again once a change is announced', () => {
    remember();
    announcements.change('grants', 'code-1');
    expect(poll()).toBeNull();
    expect(pending.size).toBe(0);
  });

  it('keeps nothing that was read before a change was announced: it may have been this one', () => {
    const mark = pending.mark();
    announcements.change('grants', 'code-1');
    expect(pending.remember(mark, grant(), NOW, true)).toBe(false);
    expect(poll()).toBeNull();
  });

  it('knows nothing while announcements may be missed, nor what was known before', () => {
    remember();
    announcements.isComplete = false;
    expect(poll()).toBeNull();
    expect(remember()).toBe(false);
    const mark = pending.mark();
    announcements.miss();
    announcements.isComplete = true;
    expect(poll()).toBeNull();
    expect(pending.remember(mark, grant(), NOW, true)).toBe(false);
    expect(remember()).toBe(true);
  });

  it("asks the database from the expiry on by the database's clock", () => {
    remember();
    clock.advance(899.999);
    expect(poll()).toEqual({ kind: 'pending' });
    clock.advance(0.001);
    expect(poll()).toBeNull();
  });

  it('counts the time on the way to the database as gone', () => {
    const mark = pending.mark();
    clock.advance(10);
    pending.remember(mark, grant(), NOW, false);
    clock.advance(890);
    expect(poll()).toBeNull();
  });

  it('slows a fast client down for good', () => {
    remember({}, true);
    clock.advance(2.4);
    expect(poll()).toEqual({ kind: 'slow-down', intervalSeconds: 10, hasGrown: true });
    clock.advance(4.9);
    expect(poll()).toMatchObject({ kind: 'slow-down', intervalSeconds: 15 });
    clock.advance(7.5);
    expect(poll()).toEqual({ kind: 'pending' });
  });

  it('writes no interval that is as long as it gets', () => {
    remember({ intervalSeconds: 60 }, true);
    expect(poll()).toMatchObject({ kind: 'slow-down', intervalSeconds: 60, hasGrown: false });
  });

  it('lets go of what has expired, and only of that', async () => {
    remember();
    remember({
      deviceCodeHash: 'code-2',
      expiresAt: new Date(NOW.getTime() + 60_000),
    });
    clock.advance(60);
    await pending.forgetExpired();
    expect(pending.size).toBe(1);
    expect(poll()).toEqual({ kind: 'pending' });
  });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GrantDialect } from '@onbench/protocol/approval-api';
import type { Clock } from '../clock.ts';
import type { Announcements } from '../db/announcements.ts';
import type { Grant } from '../db/schema.ts';
import { isTooSoon, longerInterval, PACES } from './polling-pace.ts';

/** What of a pending grant its polls are answered from. A million of these have to fit. */
interface PendingGrant {
  readonly dialect: GrantDialect;
  readonly clientId: string | null;
  /**
   * When the database's clock reaches the expiry, by the clock of this process that nobody sets. Both times are whole
   * numbers: these stand in the object itself, where others would be a million small objects to find and to collect.
   */
  readonly deadlineMs: number;
  intervalSeconds: number;
  lastPolledMs: number;
}

/** What has to be known of a grant to answer its polls. */
export type KnownGrant = Pick<
  Grant,
  'dialect' | 'clientId' | 'deviceCodeHash' | 'intervalSeconds' | 'expiresAt' | 'status'
>;

export type PendingAnswer =
  | { readonly kind: 'pending' }
  | {
      readonly kind: 'slow-down';
      readonly intervalSeconds: number;
      /** The interval has grown, and the database does not know yet. */
      readonly hasGrown: boolean;
    };

/** Before any process began. */
const NEVER_MS = -1_000_000_000;

const PENDING: PendingAnswer = { kind: 'pending' };

/** The state of the world before a grant is read: see `remember`. */
export interface Mark {
  readonly changes: number;
  readonly startedMs: number;
}

/** So many are looked at in one go. */
const SLICE = 1_000;

/**
 * The grants that this server knows to be pending, by the hashes of their device codes: their polls need no database.
 * One that is known stays so until a decision is announced or its time is up; whatever is not known here, the database
 * is asked. Only what was found pending there is ever kept, so that no unknown code takes up room.
 */
export class PendingGrants {
  readonly #announcements: Announcements;
  readonly #clock: Clock;
  readonly #stopListening: () => void;
  #grants = new Map<string, PendingGrant>();
  #changes = 0;

  constructor(announcements: Announcements, clock: Clock) {
    this.#announcements = announcements;
    this.#clock = clock;
    this.#stopListening = announcements.listen('grants', {
      changed: (deviceCodeHash) => this.forget(deviceCodeHash),
      missed: () => this.#forgetAll(),
    });
  }

  get size(): number {
    return this.#grants.size;
  }

  /** What a poll is told, and that it was; null where the database has to be asked. */
  poll(
    deviceCodeHash: string,
    dialect: GrantDialect,
    clientId: string | null,
  ): PendingAnswer | null {
    const grant = this.#grants.get(deviceCodeHash);
    if (grant === undefined || grant.dialect !== dialect || grant.clientId !== clientId)
      return null;
    const now = this.#nowMs();
    if (now >= grant.deadlineMs || !this.#announcements.isComplete) return null;
    const { intervalSeconds, lastPolledMs } = grant;
    const pace = PACES[dialect];
    grant.lastPolledMs = now;
    if (!isTooSoon(now - lastPolledMs, intervalSeconds, pace)) return PENDING;
    const longer = longerInterval(intervalSeconds, pace);
    grant.intervalSeconds = longer;
    return { kind: 'slow-down', intervalSeconds: longer, hasGrown: longer > intervalSeconds };
  }

  /** Taken before a grant is read. */
  mark(): Mark {
    return { changes: this.#changes, startedMs: this.#nowMs() };
  }

  /**
   * Keeps a grant that was found pending at the database's time `now`, polled at that time or not. Not when anything was
   * announced since the mark: it may have been the decision about this very grant, committed after it was read. Gives
   * whether it is kept.
   */
  remember(mark: Mark, grant: KnownGrant, now: Date, wasPolled: boolean): boolean {
    if (mark.changes !== this.#changes || !this.#announcements.isComplete) return false;
    if (grant.status !== 'pending') return false;
    const { dialect, clientId, deviceCodeHash, intervalSeconds, expiresAt } = grant;
    this.#grants.set(deviceCodeHash, {
      dialect,
      clientId,
      // From before the question was sent: early by its way to the database, and never late (security.md T27).
      deadlineMs: Math.floor(mark.startedMs + expiresAt.getTime() - now.getTime()),
      intervalSeconds,
      lastPolledMs: wasPolled ? this.#nowMs() : NEVER_MS,
    });
    return true;
  }

  /** It changed. Who decided on this server says so too: no poll that comes after the decision hears of less. */
  forget(deviceCodeHash: string): void {
    this.#changes += 1;
    this.#grants.delete(deviceCodeHash);
  }

  /** Lets go of those whose time is up, in slices between which polls are answered. */
  async forgetExpired(): Promise<void> {
    let count = 0;
    for (const [deviceCodeHash, { deadlineMs }] of this.#grants) {
      if (deadlineMs <= this.#nowMs()) this.#grants.delete(deviceCodeHash);
      count += 1;
      if (count % SLICE === 0) await nextTurn();
    }
  }

  close(): void {
    this.#stopListening();
    this.#forgetAll();
  }

  #nowMs(): number {
    return Math.floor(this.#clock.monotonicMs());
  }

  #forgetAll(): void {
    this.#changes += 1;
    this.#grants = new Map();
  }
}

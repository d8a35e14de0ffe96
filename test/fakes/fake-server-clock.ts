import { type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../../server/src/clock.ts';

/** One time for process and database, moved by the test. */
export class FakeServerClock implements Clock {
  #now = new Date('2026-05-09T12:00:00Z');

  now(): Date {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#now.getTime();
  }

  // Rendered when a query is: a query that is built now and run later sees the time at which it was built.
  get sqlNow(): SQL<Date> {
    return sql<Date>`${this.#now.toISOString()}::timestamptz`;
  }

  advance(seconds: number): void {
    this.#now = new Date(this.#now.getTime() + seconds * 1_000);
  }
}

import type { TestPostgres } from '../../support/postgres.ts';

/** How much of it: everything for `npm run torture`, a moment's worth for `npm test`. */
export type Scale = 'full' | 'short';

/** One promise under as much strain as it can take. */
export interface ServerCase {
  readonly name: string;
  /** The rows of security.md that it is about. */
  readonly rows: string;
  /** Gives what was done and seen; throws when the promise was broken. */
  run(postgres: TestPostgres, scale: Scale): Promise<string>;
}

/** Throws with what was seen instead. */
export function must(holds: boolean, otherwise: () => string): void {
  if (!holds) throw new Error(otherwise());
}

import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import {
  endKeyChange,
  type KeyChange,
  keepKeyChange,
  leaveRemovalToSettler,
  leaveToSettler,
} from './key-change.ts';

/**
 * Takes a key that is on no record off the git host. Never throws: what fails here is written down already, and the
 * settler goes on with it until it is done.
 */
export async function shutOut(
  {
    db,
    clock,
    gitHost,
  }: { readonly db: Database; readonly clock: Clock; readonly gitHost: GitHost },
  change: KeyChange,
): Promise<void> {
  try {
    if (!(await keepKeyChange(db, clock, change))) return await leaveToSettler(db, clock, change);
    await gitHost.removeKey(change);
    await endKeyChange(db, change);
  } catch {
    await leaveRemovalToSettler(db, clock, change).catch(() => {});
  }
}

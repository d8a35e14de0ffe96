import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { endKeyChange, type KeyChange, leaveToSettler, takeOverdueChange } from './key-change.ts';
import { findLiveKey } from './ssh-key-store.ts';

/**
 * Ends the changes that nobody ended: a server was killed, or the git host failed. What the records say is what the host
 * is brought to (security.md T12). At the first failure it leaves the rest for later: the others would wait for the same.
 */
export async function settleKeys(
  {
    db,
    clock,
    gitHost,
  }: { readonly db: Database; readonly clock: Clock; readonly gitHost: GitHost },
  log: Pick<FastifyBaseLogger, 'info' | 'error'>,
): Promise<void> {
  for (;;) {
    const change = await takeOverdueChange(db, clock);
    if (!change) return;
    const { fingerprint, lab } = change;
    try {
      await bringInLine(db, gitHost, change);
      await endKeyChange(db, change);
      log.info({ fingerprint, lab }, 'key settled');
    } catch (error) {
      log.error({ fingerprint, lab, err: error }, 'key not settled');
      return await leaveToSettler(db, clock, change);
    }
  }
}

async function bringInLine(db: Database, gitHost: GitHost, change: KeyChange): Promise<void> {
  const live = await findLiveKey(db, change.fingerprint);
  if (!live) return await gitHost.removeKey(change);
  const { kind } = await gitHost.addKey(live);
  if (kind === 'taken') throw new Error('The git host has given this key to somebody else');
}

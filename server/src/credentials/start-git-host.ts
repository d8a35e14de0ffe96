import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { listUnsettledKeys } from './key-change.ts';
import { holdKeySet, listLiveKeys } from './ssh-key-store.ts';

/**
 * Brings the git host to exactly the keys that are live. Other servers may share it: a key that one of them is just
 * letting in or shutting out is left to that server, or to the settler.
 */
export async function startGitHost(db: Database, gitHost: Pick<GitHost, 'start'>): Promise<void> {
  await db.transaction(async (tx) => {
    await holdKeySet(tx);
    await gitHost.start(await listLiveKeys(tx), await listUnsettledKeys(tx));
  });
}

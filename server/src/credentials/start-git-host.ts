import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { holdKeySet, listLiveKeys } from './ssh-key-store.ts';

/**
 * Brings the git host to exactly the keys that are live. Other servers may share it: a key that one of them is just
 * letting in is not taken away, and one that is being revoked does not come back.
 */
export async function startGitHost(db: Database, gitHost: Pick<GitHost, 'start'>): Promise<void> {
  await db.transaction(async (tx) => {
    await holdKeySet(tx);
    await gitHost.start(await listLiveKeys(tx));
  });
}

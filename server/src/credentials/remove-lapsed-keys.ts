import { SERVER_AGENT } from '../audit/agent.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { removeKey } from './remove-key.ts';
import { shutOut } from './shut-out.ts';
import { listLapsedKeys } from './ssh-key-store.ts';

/** A credential that has run out takes its key with it. */
export async function removeLapsedKeys(server: {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}): Promise<void> {
  const { db, clock } = server;
  for (const { key, credential } of await listLapsedKeys(db, clock)) {
    const removed = { key, by: SERVER_AGENT, reason: 'credential-expired', credential } as const;
    const change = await db.transaction(async (tx) => await removeKey(tx, clock, removed));
    if (change) await shutOut(server, change);
  }
}

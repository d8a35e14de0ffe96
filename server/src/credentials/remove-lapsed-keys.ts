import { SERVER_AGENT } from '../audit/agent.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { removeKey } from './remove-key.ts';
import { listLapsedKeys } from './ssh-key-store.ts';

/** A credential that has run out takes its key with it. */
export async function removeLapsedKeys(server: {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}): Promise<void> {
  for (const { fingerprint, ...credential } of await listLapsedKeys(server.db, server.clock)) {
    const by = SERVER_AGENT;
    await removeKey(server, { fingerprint, by, reason: 'credential-expired', credential });
  }
}

import { SERVER_AGENT } from '../audit/agent.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { recordKeyRemoval } from './record-key-removal.ts';
import { listLapsedKeys } from './ssh-key-store.ts';

/** A credential that has run out takes its key with it. The host first: what it still lets in stays on the list. */
export async function removeLapsedKeys(server: {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}): Promise<void> {
  for (const { fingerprint, ...credential } of await listLapsedKeys(server.db, server.clock)) {
    await server.gitHost.removeKey(fingerprint);
    await recordKeyRemoval(server.db, server.clock, {
      fingerprint,
      by: SERVER_AGENT,
      reason: 'credential-expired',
      credential,
    });
  }
}

import { eq } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { lockValidCredential } from './find-credential.ts';
import { keysOfCredential, markKeysRemoved } from './ssh-key-store.ts';

/**
 * Ends a token and its key. The git host comes first: should it fail, this throws, nothing has changed, and the caller
 * can ask again with the token that is still valid.
 */
export async function revokeCredential(
  server: { readonly db: Database; readonly clock: Clock; readonly gitHost: GitHost },
  credential: Credential,
): Promise<void> {
  await server.db.transaction(async (tx) => {
    if (!(await lockValidCredential(tx, credential.id))) return;
    const keys = await keysOfCredential(tx, credential.id);
    const fingerprints = keys.map((key) => key.fingerprint);
    for (const fingerprint of fingerprints) await server.gitHost.removeKey(fingerprint);
    await markKeysRemoved(tx, server.clock, fingerprints);
    await tx
      .update(credentials)
      .set({ revokedAt: server.clock.sqlNow })
      .where(eq(credentials.id, credential.id));
  });
}

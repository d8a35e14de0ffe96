import type { AuditFacts } from '@onbench/protocol/audit';
import { eq, type SQL } from 'drizzle-orm';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { dropSealedAnswer } from '../grants/grant-store.ts';
import { lockValidCredential } from './find-credential.ts';
import { keysOfCredential, markKeysRemoved, shareKeySet } from './ssh-key-store.ts';

interface Revocation {
  readonly by: Agent;
  readonly reason: AuditFacts<'credential-revoked'>['reason'];
  readonly condition?: SQL;
}

/**
 * Ends a token and its key. The git host comes first: should it fail, this throws, nothing has changed, and the caller
 * can ask again with the token that is still valid. With a `condition` it happens only while that holds; gives whether it did.
 */
export async function revokeCredential(
  server: { readonly db: Database; readonly clock: Clock; readonly gitHost: GitHost },
  credential: Credential,
  { by, reason, condition }: Revocation,
): Promise<boolean> {
  return await server.db.transaction(async (tx) => {
    if (!(await lockValidCredential(tx, credential.id, condition))) return false;
    await shareKeySet(tx);
    const keys = await keysOfCredential(tx, credential.id);
    const fingerprints = keys.map((key) => key.fingerprint);
    for (const fingerprint of fingerprints) await server.gitHost.removeKey(fingerprint);
    await markKeysRemoved(tx, server.clock, fingerprints);
    await tx
      .update(credentials)
      .set({ revokedAt: server.clock.sqlNow })
      .where(eq(credentials.id, credential.id));
    const { id: credentialId, lab, grantId, deviceId } = credential;
    await dropSealedAnswer(tx, grantId);
    const subjects = { lab, grantId, credentialId, deviceId };
    await recordEvent(tx, { kind: 'credential-revoked', by, ...subjects, facts: { reason } });
    return true;
  });
}

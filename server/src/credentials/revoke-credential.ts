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
import { type KeyChange, retireKey } from './key-change.ts';
import { shutOut } from './shut-out.ts';
import { keysOfCredential } from './ssh-key-store.ts';

interface Revocation {
  readonly by: Agent;
  readonly reason: AuditFacts<'credential-revoked'>['reason'];
  readonly condition?: SQL;
}

interface Revoker {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

/**
 * Ends a token and its key. The token ends whatever the git host says; a key that the host does not let go of now is
 * written down with it, and the settler takes it away as soon as the host answers. With a `condition` it happens only
 * while that holds; gives whether it did.
 */
export async function revokeCredential(
  server: Revoker,
  credential: Credential,
  revocation: Revocation,
): Promise<boolean> {
  const retired = await endCredential(server, credential, revocation);
  for (const key of retired ?? []) await shutOut(server, key);
  return retired !== null;
}

async function endCredential(
  { db, clock }: Revoker,
  credential: Credential,
  { by, reason, condition }: Revocation,
): Promise<readonly KeyChange[] | null> {
  const { id: credentialId, lab, grantId, deviceId } = credential;
  return await db.transaction(async (tx) => {
    if (!(await lockValidCredential(tx, credentialId, condition))) return null;
    const retired: KeyChange[] = [];
    for (const key of await keysOfCredential(tx, credentialId)) {
      const change = await retireKey(tx, clock, key);
      if (change) retired.push(change);
    }
    await tx
      .update(credentials)
      .set({ revokedAt: clock.sqlNow })
      .where(eq(credentials.id, credentialId));
    await dropSealedAnswer(tx, grantId);
    const subjects = { lab, grantId, credentialId, deviceId };
    await recordEvent(tx, { kind: 'credential-revoked', by, ...subjects, facts: { reason } });
    return retired;
  });
}

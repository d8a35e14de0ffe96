import type { AuditFacts } from '@onbench/protocol/audit';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Credential } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { markKeysRemoved, shareKeySet } from './ssh-key-store.ts';

/** A key that has to go, though nobody asked for the end of its credential. */
export interface RemovedKey {
  readonly fingerprint: string;
  readonly by: Agent;
  readonly reason: AuditFacts<'key-removed'>['reason'];
  readonly credential: Pick<Credential, 'id' | 'lab' | 'deviceId'>;
}

interface Remover {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

/** Shuts a key out and writes it down. The host first: what it still lets in stays on the list. */
export async function removeKey(
  { db, clock, gitHost }: Remover,
  { fingerprint, by, reason, credential }: RemovedKey,
): Promise<void> {
  const { id: credentialId, lab, deviceId } = credential;
  await db.transaction(async (tx) => {
    await shareKeySet(tx);
    await gitHost.removeKey(fingerprint);
    if ((await markKeysRemoved(tx, clock, [fingerprint])) === 0) return;
    const facts = { key_fingerprint: fingerprint, reason };
    await recordEvent(tx, { kind: 'key-removed', by, lab, credentialId, deviceId, facts });
  });
}

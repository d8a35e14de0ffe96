import type { AuditFacts } from '@onbench/protocol/audit';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Credential } from '../db/schema.ts';
import { markKeysRemoved } from './ssh-key-store.ts';

/** A key that the git host no longer lets in, though nobody asked for the end of its credential. */
export interface RemovedKey {
  readonly fingerprint: string;
  readonly by: Agent;
  readonly reason: AuditFacts<'key-removed'>['reason'];
  readonly credential: Pick<Credential, 'id' | 'lab' | 'deviceId'>;
}

/** Writes down that the host has shut a key out. */
export async function recordKeyRemoval(
  db: Database,
  clock: Clock,
  { fingerprint, by, reason, credential }: RemovedKey,
): Promise<void> {
  const { id: credentialId, lab, deviceId } = credential;
  await db.transaction(async (tx) => {
    await markKeysRemoved(tx, clock, [fingerprint]);
    const facts = { key_fingerprint: fingerprint, reason };
    await recordEvent(tx, { kind: 'key-removed', by, lab, credentialId, deviceId, facts });
  });
}

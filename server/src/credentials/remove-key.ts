import type { AuditFacts } from '@onbench/protocol/audit';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { Credential } from '../db/schema.ts';
import type { KeyPlace } from '../git-host/git-host.ts';
import { type KeyChange, retireKey } from './key-change.ts';

/** A key that has to go, though nobody asked for the end of its credential. */
export interface RemovedKey {
  readonly key: KeyPlace;
  readonly by: Agent;
  readonly reason: AuditFacts<'key-removed'>['reason'];
  readonly credential: Pick<Credential, 'id' | 'deviceId'>;
}

/** Takes a key off the records and says so; what it gives is to be shut out once that is committed. */
export async function removeKey(
  tx: Database,
  clock: Clock,
  { key, by, reason, credential }: RemovedKey,
): Promise<KeyChange | null> {
  const change = await retireKey(tx, clock, key);
  if (!change) return null;
  const { id: credentialId, deviceId } = credential;
  const facts = { key_fingerprint: key.fingerprint, reason };
  const subjects = { lab: key.lab, credentialId, deviceId };
  await recordEvent(tx, { kind: 'key-removed', by, ...subjects, facts });
  return change;
}

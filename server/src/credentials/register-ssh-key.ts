import { parseSshPublicKey, type SshPublicKey } from '@onbench/protocol/ssh-public-key';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { LabCredential } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { lockValidCredential } from './find-credential.ts';
import { removeKey } from './remove-key.ts';
import { findLiveKey, insertSshKey, keysOfCredential, lockKey } from './ssh-key-store.ts';

export type KeyRegistration =
  | {
      readonly kind: 'registered' | 'already-registered';
      readonly botUsername: string;
      readonly fingerprint: string;
    }
  /** Not an ed25519 key line. */
  | { readonly kind: 'not-a-key' }
  | { readonly kind: 'in-use' }
  /** The token was revoked in this very moment. */
  | { readonly kind: 'revoked' };

interface Registrar {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

/**
 * Gives a token a new key and ends the one it had. The new one is let in before the old one is shut out, so that a
 * workstation is never without. When the git host or the database fails this throws, and the old key stays.
 */
export async function registerSshKey(
  registrar: Registrar,
  credential: LabCredential,
  publicKey: string,
  by: Agent,
): Promise<KeyRegistration> {
  const key = parseSshPublicKey(publicKey.trim());
  if (key?.type !== 'ssh-ed25519') return { kind: 'not-a-key' };
  const outcome = await addKey(registrar, credential, key, by);
  if (outcome.kind === 'registered') await removeOthers(registrar, credential, key.fingerprint, by);
  return outcome;
}

async function addKey(
  { db, clock, gitHost }: Registrar,
  { id: credentialId, lab, deviceId }: LabCredential,
  key: SshPublicKey,
  by: Agent,
): Promise<KeyRegistration> {
  const { fingerprint } = key;
  const publicKey = `${key.type} ${key.blob}`;
  let added = false;
  try {
    return await db.transaction(async (tx) => {
      if (!(await lockValidCredential(tx, credentialId))) return { kind: 'revoked' };
      await lockKey(tx, fingerprint);
      const owner = await findLiveKey(tx, fingerprint);
      if (owner?.credentialId === credentialId) {
        return { kind: 'already-registered', botUsername: owner.botUsername, fingerprint };
      }
      if (owner) return { kind: 'in-use' };
      const { botUsername } = await gitHost.addKey({ lab, publicKey, fingerprint });
      added = true;
      await insertSshKey(tx, clock, { credentialId, lab, publicKey, fingerprint, botUsername });
      const facts = { key_fingerprint: fingerprint };
      await recordEvent(tx, { kind: 'key-registered', by, lab, credentialId, deviceId, facts });
      return { kind: 'registered', botUsername, fingerprint };
    });
  } catch (error) {
    if (added) await gitHost.removeKey(fingerprint).catch(() => {});
    throw error;
  }
}

async function removeOthers(
  registrar: Registrar,
  credential: LabCredential,
  current: string,
  by: Agent,
): Promise<void> {
  for (const { fingerprint } of await keysOfCredential(registrar.db, credential.id)) {
    if (fingerprint === current) continue;
    await removeKey(registrar, { fingerprint, by, reason: 'replaced', credential });
  }
}

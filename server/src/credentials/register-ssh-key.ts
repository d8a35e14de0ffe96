import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import type { Agent } from '../audit/agent.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import type { LabCredential } from '../db/schema.ts';
import type { GitHost, GitHostKey, KeyAddition } from '../git-host/git-host.ts';
import { lockValidCredential } from './find-credential.ts';
import { beginKeyChange, endKeyChange, type KeyChange, leaveToSettler } from './key-change.ts';
import { removeKey } from './remove-key.ts';
import { shutOut } from './shut-out.ts';
import { findLiveKey, insertSshKey, keysOfCredential } from './ssh-key-store.ts';

export type KeyRegistration =
  | {
      readonly kind: 'registered' | 'already-registered';
      readonly botUsername: string;
      readonly fingerprint: string;
    }
  /** Not an ed25519 key line. */
  | { readonly kind: 'not-a-key' }
  /** By another token, by somebody else on the git host, or by a change that is not settled yet. */
  | { readonly kind: 'in-use' }
  /** The token was revoked in this very moment. */
  | { readonly kind: 'revoked' };

interface Registrar {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

interface Registration {
  readonly credential: LabCredential;
  readonly key: GitHostKey;
  readonly by: Agent;
}

/**
 * Gives a token a new key and ends the one it had. The new one is let in before the old one is shut out, so that a
 * workstation is never without. When the git host or the database fails this throws, and the old key stays.
 */
export async function registerSshKey(
  registrar: Registrar,
  credential: LabCredential,
  line: string,
  by: Agent,
): Promise<KeyRegistration> {
  const parsed = parseSshPublicKey(line.trim());
  if (parsed?.type !== 'ssh-ed25519') return { kind: 'not-a-key' };
  const { type, blob, fingerprint } = parsed;
  const key = { lab: credential.lab, publicKey: `${type} ${blob}`, fingerprint };
  const begun = await begin(registrar, { credential, key, by });
  if (begun.kind !== 'begun') return begun;
  const { change } = begun;
  const host = await letIn(registrar, key, change);
  if (host.kind === 'taken') {
    await shutOut(registrar, change);
    return { kind: 'in-use' };
  }
  return await complete(registrar, { credential, key, by }, change, host.botUsername);
}

async function begin(
  { db, clock }: Registrar,
  { credential, key }: Registration,
): Promise<KeyRegistration | { readonly kind: 'begun'; readonly change: KeyChange }> {
  return await db.transaction(async (tx) => {
    if (!(await lockValidCredential(tx, credential.id))) return { kind: 'revoked' };
    const change = await beginKeyChange(tx, clock, key);
    if (!change) return { kind: 'in-use' };
    // Looked at after the change has begun: until it ends, nobody else gives this key to anyone.
    const owner = await findLiveKey(tx, key.fingerprint);
    if (!owner) return { kind: 'begun', change };
    await endKeyChange(tx, change);
    if (owner.credentialId !== credential.id) return { kind: 'in-use' };
    const { botUsername, fingerprint } = owner;
    return { kind: 'already-registered', botUsername, fingerprint };
  });
}

async function letIn(
  { db, clock, gitHost }: Registrar,
  key: GitHostKey,
  change: KeyChange,
): Promise<KeyAddition> {
  try {
    return await gitHost.addKey(key);
  } catch (error) {
    await leaveToSettler(db, clock, change);
    throw error;
  }
}

async function complete(
  registrar: Registrar,
  registration: Registration,
  change: KeyChange,
  botUsername: string,
): Promise<KeyRegistration> {
  try {
    const replaced = await store(registrar, registration, change, botUsername);
    if (replaced === null) await shutOut(registrar, change);
    for (const old of replaced ?? []) await shutOut(registrar, old);
    const { fingerprint } = registration.key;
    return replaced ? { kind: 'registered', botUsername, fingerprint } : { kind: 'revoked' };
  } catch (error) {
    await shutOut(registrar, change);
    throw error;
  }
}

/** Gives the keys that were replaced, or null when the token was revoked meanwhile. */
async function store(
  { db, clock }: Registrar,
  { credential, key, by }: Registration,
  change: KeyChange,
  botUsername: string,
): Promise<readonly KeyChange[] | null> {
  const { id: credentialId, lab, deviceId } = credential;
  return await db.transaction(async (tx) => {
    if (!(await lockValidCredential(tx, credentialId))) return null;
    if (!(await endKeyChange(tx, change))) throw new Error('The git host was too slow');
    const replaced: KeyChange[] = [];
    for (const old of await keysOfCredential(tx, credentialId)) {
      const gone = await removeKey(tx, clock, { key: old, by, reason: 'replaced', credential });
      if (gone) replaced.push(gone);
    }
    await insertSshKey(tx, clock, { ...key, credentialId, botUsername });
    const facts = { key_fingerprint: key.fingerprint };
    await recordEvent(tx, { kind: 'key-registered', by, lab, credentialId, deviceId, facts });
    return replaced;
  });
}

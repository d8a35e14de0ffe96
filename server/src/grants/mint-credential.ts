import type { Secret } from '@onbench/protocol/secret';
import type { Agent } from '../audit/agent.ts';
import { type AuditEvent, recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import { isKeyInUse, lockKey } from '../credentials/ssh-key-store.ts';
import type { Database } from '../db/database.ts';
import type { Credential, Grant } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { consumeGrant, keepSealedAnswer } from './grant-store.ts';
import { type MintedAnswer, type MintedKey, sealAnswer } from './sealed-answer.ts';
import { storeCredential } from './store-credential.ts';

export type MintOutcome =
  | { readonly kind: 'minted'; readonly answer: MintedAnswer; readonly credential: Credential }
  /** Another poll was first, or it expired in between. */
  | { readonly kind: 'gone' }
  | KeyRefused;

type KeyRefused =
  /** The key came into use elsewhere since the start. The code is spent. */
  | { readonly kind: 'key-rejected' }
  /** The code is spent, and the key is not let in. */
  | { readonly kind: 'git-host-failed'; readonly cause: unknown };

interface Minting {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

/**
 * Turns an approved grant into a device, a token and, where it has one, a key, in one transaction with the use of the
 * grant. The git host comes first inside it: when it refuses, the use alone is committed; when the database fails after
 * it, the grant is approved and unused again, the key is taken back, and this throws. Where the client acknowledges, a
 * copy of the answer is stored with the rest, sealed under the device code.
 */
export async function mintCredential(
  minting: Minting,
  grantId: string,
  deviceCode: Secret,
  by: Agent,
): Promise<MintOutcome> {
  let added: string | null = null;
  try {
    return await minting.db.transaction(async (tx) => {
      const grant = await consumeGrant(tx, minting.clock, grantId);
      if (!grant) return { kind: 'gone' };
      const approved = decidedGrant(grant);
      const host = await letIn(tx, minting.gitHost, approved);
      if (host.kind !== 'let-in') {
        await recordEvent(tx, mintFailed(approved, host, by));
        return host;
      }
      const { key } = host;
      added = key?.fingerprint ?? null;
      const { token, credential } = await storeCredential(tx, minting.clock, approved, key);
      await recordEvent(tx, credentialMinted(credential, key, by));
      const answer = { token, lab: approved.lab, key };
      if (grant.acknowledges) {
        await keepSealedAnswer(tx, grantId, sealAnswer(deviceCode, grantId, answer));
      }
      return { kind: 'minted', answer, credential };
    });
  } catch (error) {
    if (added !== null) await takeBack(minting.gitHost, added);
    throw error;
  }
}

export type ApprovedGrant = Grant & {
  readonly lab: string;
  readonly technicianEmail: string;
  readonly scopes: string[];
};

function decidedGrant(grant: Grant): ApprovedGrant {
  const { lab, technicianEmail, scopes } = grant;
  if (lab === null || technicianEmail === null || scopes === null) {
    throw new Error(`Grant ${grant.id} was approved without a lab, a technician or scopes`);
  }
  return { ...grant, lab, technicianEmail, scopes };
}

async function letIn(
  tx: Database,
  gitHost: GitHost,
  grant: ApprovedGrant,
): Promise<{ readonly kind: 'let-in'; readonly key: MintedKey | null } | KeyRefused> {
  const { lab, publicKey, keyFingerprint: fingerprint } = grant;
  if (publicKey === null || fingerprint === null) return { kind: 'let-in', key: null };
  await lockKey(tx, fingerprint);
  if (await isKeyInUse(tx, fingerprint)) return { kind: 'key-rejected' };
  try {
    const { botUsername } = await gitHost.addKey({ lab, publicKey, fingerprint });
    return { kind: 'let-in', key: { botUsername, fingerprint } };
  } catch (cause) {
    // It may have failed half way: whatever stands there now must not let the key in.
    await takeBack(gitHost, fingerprint);
    return { kind: 'git-host-failed', cause };
  }
}

function mintFailed({ id, lab }: ApprovedGrant, { kind }: KeyRefused, by: Agent): AuditEvent {
  const reason = kind === 'key-rejected' ? 'key-in-use' : kind;
  return { kind: 'mint-failed', by, lab, grantId: id, facts: { reason } };
}

function credentialMinted(credential: Credential, key: MintedKey | null, by: Agent): AuditEvent {
  const { id: credentialId, lab, grantId, deviceId, scopes } = credential;
  const facts = { scopes, key_fingerprint: key?.fingerprint ?? null };
  return { kind: 'credential-minted', by, lab, grantId, credentialId, deviceId, facts };
}

/** What cannot be taken back now is taken back at the next start, which gives the host the exact set of keys. */
async function takeBack(gitHost: GitHost, fingerprint: string): Promise<void> {
  await gitHost.removeKey(fingerprint).catch(() => {});
}

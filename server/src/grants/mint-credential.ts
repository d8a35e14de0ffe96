import type { Secret } from '@onbench/protocol/secret';
import type { Agent } from '../audit/agent.ts';
import { type AuditEvent, recordEvent } from '../audit/record-event.ts';
import type { Clock } from '../clock.ts';
import {
  beginKeyChange,
  endKeyChange,
  type KeyChange,
  leaveToSettler,
} from '../credentials/key-change.ts';
import { shutOut } from '../credentials/shut-out.ts';
import { isKeyInUse } from '../credentials/ssh-key-store.ts';
import type { Database } from '../db/database.ts';
import type { Credential } from '../db/schema.ts';
import type { GitHost, GitHostKey } from '../git-host/git-host.ts';
import { type ApprovedGrant, findApprovedGrant, keyOf } from './approved-grant.ts';
import { consumeGrant, keepSealedAnswer } from './grant-store.ts';
import { type MintedAnswer, type MintedKey, sealAnswer } from './sealed-answer.ts';
import { storeCredential } from './store-credential.ts';

export type MintOutcome =
  | { readonly kind: 'minted'; readonly answer: MintedAnswer; readonly credential: Credential }
  /** Another poll was first, or it expired in between. */
  | { readonly kind: 'gone' }
  /** Another poll is at it, or what one left is not settled yet: this code is asked for again. */
  | { readonly kind: 'under-way' }
  | KeyRefused;

type KeyRefused =
  /** The key came into use elsewhere since the start. The code is spent. */
  | { readonly kind: 'key-rejected' }
  /** The code is spent, and the key is not let in for long: the settler shuts it out. */
  | { readonly kind: 'git-host-failed'; readonly cause: unknown };

interface Minting {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

interface Mint {
  readonly grant: ApprovedGrant;
  readonly deviceCode: Secret;
  readonly by: Agent;
}

/**
 * Turns an approved grant into a device, a token and, where it has one, a key, in three steps (docs/decisions/0032):
 * the change of the key is written down; the git host lets it in, in no transaction; all the rest is one transaction
 * with the use of the grant. When the host refuses, the use alone is committed. When this is killed or throws, the grant
 * is approved and unused, and what the host knows is settled before the next one begins.
 */
export async function mintCredential(
  minting: Minting,
  grantId: string,
  deviceCode: Secret,
  by: Agent,
): Promise<MintOutcome> {
  const grant = await findApprovedGrant(minting.db, minting.clock, grantId);
  if (!grant) return { kind: 'gone' };
  const mint = { grant, deviceCode, by };
  const key = keyOf(grant);
  return key ? await mintWithKey(minting, mint, key) : await complete(minting, mint, null);
}

async function mintWithKey(minting: Minting, mint: Mint, key: GitHostKey): Promise<MintOutcome> {
  const begun = await begin(minting, mint, key);
  if (begun.kind !== 'begun') return begun;
  const { change } = begun;
  const host = await letIn(minting.gitHost, key);
  if (host.kind !== 'let-in') return await giveUp(minting, mint, host, change);
  let outcome: MintOutcome | null = null;
  try {
    const { fingerprint } = key;
    outcome = await complete(minting, mint, { botUsername: host.botUsername, fingerprint }, change);
    return outcome;
  } finally {
    if (outcome?.kind !== 'minted') await shutOut(minting, change);
  }
}

/** Of any number of polls at once, and of any grants for the same key, one begins (security.md T09). */
async function begin(
  { db, clock }: Minting,
  { grant, by }: Mint,
  key: GitHostKey,
): Promise<MintOutcome | { readonly kind: 'begun'; readonly change: KeyChange }> {
  return await db.transaction(async (tx) => {
    const change = await beginKeyChange(tx, clock, key);
    if (!change) return { kind: 'under-way' };
    // Looked at after the change has begun: until it ends, nobody else gives this key to anyone.
    if (!(await isKeyInUse(tx, key.fingerprint))) return { kind: 'begun', change };
    await endKeyChange(tx, change);
    return await spend(tx, clock, { grant, by }, { kind: 'key-rejected' });
  });
}

async function letIn(
  gitHost: GitHost,
  key: GitHostKey,
): Promise<{ readonly kind: 'let-in'; readonly botUsername: string } | KeyRefused> {
  try {
    const addition = await gitHost.addKey(key);
    return addition.kind === 'let-in' ? addition : { kind: 'key-rejected' };
  } catch (cause) {
    return { kind: 'git-host-failed', cause };
  }
}

/** It may have failed half way: whatever stands on the host now is settled, and the code is spent. */
async function giveUp(
  { db, clock }: Minting,
  mint: Mint,
  refused: KeyRefused,
  change: KeyChange,
): Promise<MintOutcome> {
  return await db.transaction(async (tx) => {
    await leaveToSettler(tx, clock, change);
    return await spend(tx, clock, mint, refused);
  });
}

async function spend(
  tx: Database,
  clock: Clock,
  { grant, by }: Pick<Mint, 'grant' | 'by'>,
  refused: KeyRefused,
): Promise<MintOutcome> {
  if (!(await consumeGrant(tx, clock, grant.id))) return { kind: 'gone' };
  await recordEvent(tx, mintFailed(grant, refused, by));
  return refused;
}

async function complete(
  { db, clock }: Minting,
  { grant, deviceCode, by }: Mint,
  key: MintedKey | null,
  change: KeyChange | null = null,
): Promise<MintOutcome> {
  return await db.transaction(async (tx) => {
    if (!(await consumeGrant(tx, clock, grant.id))) return { kind: 'gone' };
    if (change && !(await endKeyChange(tx, change))) throw new Error('The git host was too slow');
    const { token, credential } = await storeCredential(tx, clock, grant, key);
    await recordEvent(tx, credentialMinted(credential, key, by));
    const answer = { token, lab: grant.lab, key };
    if (grant.acknowledges) {
      await keepSealedAnswer(tx, grant.id, sealAnswer(deviceCode, grant.id, answer));
    }
    return { kind: 'minted', answer, credential };
  });
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

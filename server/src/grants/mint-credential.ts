import type { CredentialLifetime, Scope } from '@onbench/protocol/scopes';
import type { Secret } from '@onbench/protocol/secret';
import { sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import { insertSshKey, isKeyInUse, lockKey } from '../credentials/ssh-key-store.ts';
import type { Database } from '../db/database.ts';
import { credentials, devices, type Grant } from '../db/schema.ts';
import type { GitHost } from '../git-host/git-host.ts';
import { hashOf, randomSecret } from '../secrets/random-secret.ts';
import { consumeGrant, keepSealedAnswer } from './grant-store.ts';
import { type MintedAnswer, sealAnswer } from './sealed-answer.ts';

export type MintOutcome =
  | { readonly kind: 'minted'; readonly answer: MintedAnswer }
  /** Another poll was first, or it expired in between. */
  | { readonly kind: 'gone' }
  /** The key came into use elsewhere since the start. The code is spent. */
  | { readonly kind: 'key-rejected' }
  /** The code is spent, and the key is not let in. */
  | { readonly kind: 'git-host-failed'; readonly cause: unknown };

const LIFETIME_DAYS: Record<Exclude<CredentialLifetime, 'never'>, number> = {
  '30d': 30,
  '90d': 90,
  '1y': 365,
};

/** After this a token that nobody acknowledged is taken for lost (security.md T13). */
const ACKNOWLEDGE_WITHIN_SECONDS = 15 * 60;

interface Minting {
  readonly db: Database;
  readonly clock: Clock;
  readonly gitHost: GitHost;
}

/**
 * Turns an approved grant into a device, a token and a key, in one transaction with the use of the grant. The git host
 * comes first inside it: when it refuses, the use alone is committed; when the database fails after it, the grant is
 * approved and unused again, the key is taken back, and this throws. Where the client acknowledges, a copy of the answer
 * is stored with the rest, sealed under the device code.
 */
export async function mintCredential(
  minting: Minting,
  grantId: string,
  deviceCode: Secret,
): Promise<MintOutcome> {
  let added: string | null = null;
  try {
    return await minting.db.transaction(async (tx) => {
      const grant = await consumeGrant(tx, minting.clock, grantId);
      if (!grant) return { kind: 'gone' };
      const approved = decidedGrant(grant);
      await lockKey(tx, grant.keyFingerprint);
      if (await isKeyInUse(tx, grant.keyFingerprint)) return { kind: 'key-rejected' };
      const host = await letIn(minting.gitHost, approved);
      if (host.kind === 'git-host-failed') return host;
      added = grant.keyFingerprint;
      const token = await storeCredential(tx, minting.clock, approved, host.botUsername);
      const { lab, keyFingerprint: fingerprint } = approved;
      const answer = { token, lab, botUsername: host.botUsername, fingerprint };
      if (grant.acknowledges) {
        await keepSealedAnswer(tx, grantId, sealAnswer(deviceCode, grantId, answer));
      }
      return { kind: 'minted', answer };
    });
  } catch (error) {
    if (added !== null) await takeBack(minting.gitHost, added);
    throw error;
  }
}

type ApprovedGrant = Grant & {
  readonly lab: string;
  readonly technicianEmail: string;
  readonly scopes: Scope[];
};

function decidedGrant(grant: Grant): ApprovedGrant {
  const { lab, technicianEmail, scopes } = grant;
  if (lab === null || technicianEmail === null || scopes === null) {
    throw new Error(`Grant ${grant.id} was approved without a lab, a technician or scopes`);
  }
  return { ...grant, lab, technicianEmail, scopes };
}

async function letIn(gitHost: GitHost, grant: ApprovedGrant) {
  const { lab, publicKey, keyFingerprint: fingerprint } = grant;
  try {
    const { botUsername } = await gitHost.addKey({ lab, publicKey, fingerprint });
    return { kind: 'let-in', botUsername } as const;
  } catch (cause) {
    // It may have failed half way: whatever stands there now must not let the key in.
    await takeBack(gitHost, fingerprint);
    return { kind: 'git-host-failed', cause } as const;
  }
}

/** What cannot be taken back now is taken back at the next start, which gives the host the exact set of keys. */
async function takeBack(gitHost: GitHost, fingerprint: string): Promise<void> {
  await gitHost.removeKey(fingerprint).catch(() => {});
}

async function storeCredential(
  tx: Database,
  clock: Clock,
  grant: ApprovedGrant,
  botUsername: string,
): Promise<Secret> {
  const token = randomSecret(`pcy_${grant.lab}_`);
  const [credential] = await tx
    .insert(credentials)
    .values({
      tokenHash: hashOf(token),
      lab: grant.lab,
      deviceId: await storeDevice(tx, clock, grant),
      grantId: grant.id,
      scopes: grant.scopes,
      createdAt: clock.sqlNow,
      expiresAt: expiry(clock, grant.credentialLifetime),
      acknowledgeBy: grant.acknowledges
        ? sql<Date>`${clock.sqlNow} + make_interval(secs => ${ACKNOWLEDGE_WITHIN_SECONDS})`
        : null,
    })
    .returning({ id: credentials.id });
  if (!credential) throw new Error('The credential was not stored');
  const { lab, publicKey, keyFingerprint: fingerprint } = grant;
  const key = { credentialId: credential.id, lab, publicKey, fingerprint, botUsername };
  await insertSshKey(tx, clock, key);
  return token;
}

async function storeDevice(tx: Database, clock: Clock, grant: ApprovedGrant): Promise<string> {
  const { lab, hostname, technicianEmail } = grant;
  const current = { technicianEmail, name: grant.deviceName ?? hostname, enrolledAt: clock.sqlNow };
  const [device] = await tx
    .insert(devices)
    .values({ ...current, lab, hostname, createdAt: clock.sqlNow })
    .onConflictDoUpdate({ target: [devices.lab, devices.hostname], set: current })
    .returning({ id: devices.id });
  if (!device) throw new Error('The device was not stored');
  return device.id;
}

function expiry(clock: Clock, lifetime: CredentialLifetime | null) {
  if (lifetime === null || lifetime === 'never') return null;
  return sql<Date>`${clock.sqlNow} + make_interval(days => ${LIFETIME_DAYS[lifetime]})`;
}

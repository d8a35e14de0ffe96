import { Secret } from '@onbench/protocol/secret';
import { and, eq, gt, isNull, or, type SQL } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Credential, credentials, type LabCredential } from '../db/schema.ts';
import { hashOf } from '../secrets/random-secret.ts';

/** The scheme's name is compared without regard to case (RFC 9110 section 11.1). */
const BEARER = /^bearer +([\x21-\x7e]+)$/i;

const TOKEN = /^pcy_[\x21-\x7e]{16,1020}$/;

interface Finder {
  readonly db: Database;
  readonly clock: Clock;
}

/** The workstation that an `Authorization` header stands for, or null when it stands for none that is valid now. */
export async function findCredential(
  server: Finder,
  authorization: string | undefined,
): Promise<LabCredential | null> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  return token === undefined ? null : await findLabCredential(server, new Secret(token));
}

/** The same for a token by itself. */
export async function findLabCredential(
  server: Finder,
  token: Secret,
): Promise<LabCredential | null> {
  if (!TOKEN.test(token.reveal())) return null;
  const credential = await findValidCredential(server, token);
  return credential && isOfLab(credential) ? credential : null;
}

function isOfLab(credential: Credential): credential is LabCredential {
  return credential.lab !== null && credential.deviceId !== null;
}

/** What any token stands for while it is neither revoked nor run out. */
export async function findValidCredential(
  server: Finder,
  token: Secret,
): Promise<Credential | null> {
  const valid = and(
    eq(credentials.tokenHash, hashOf(token)),
    isNull(credentials.revokedAt),
    or(isNull(credentials.expiresAt), gt(credentials.expiresAt, server.clock.sqlNow)),
  );
  const [row] = await server.db.select().from(credentials).where(valid).limit(1);
  return row ?? null;
}

/**
 * Holds a credential until the transaction ends, so that it is not revoked while it gets a key. False: it is revoked, or
 * `condition` does not hold.
 */
export async function lockValidCredential(
  tx: Database,
  id: string,
  condition?: SQL,
): Promise<boolean> {
  const valid = and(eq(credentials.id, id), isNull(credentials.revokedAt), condition);
  const rows = await tx.select({ id: credentials.id }).from(credentials).where(valid).for('update');
  return rows.length > 0;
}

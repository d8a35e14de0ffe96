import { and, eq, gt } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/database.ts';
import { type Grant, grants } from '../db/schema.ts';
import type { GitHostKey } from '../git-host/git-host.ts';

/** A grant that was approved for a lab, with all that its approval has frozen. */
export type ApprovedGrant = Grant & {
  readonly lab: string;
  readonly technicianEmail: string;
  readonly scopes: string[];
};

/** Null when it was used, or has expired. */
export async function findApprovedGrant(
  db: Database,
  clock: Clock,
  id: string,
): Promise<ApprovedGrant | null> {
  const usable = and(
    eq(grants.id, id),
    eq(grants.status, 'approved'),
    gt(grants.expiresAt, clock.sqlNow),
  );
  const [grant] = await db.select().from(grants).where(usable);
  if (!grant) return null;
  const { lab, technicianEmail, scopes } = grant;
  if (lab === null || technicianEmail === null || scopes === null) {
    throw new Error(`Grant ${id} was approved without a lab, a technician or scopes`);
  }
  return { ...grant, lab, technicianEmail, scopes };
}

/** The key that an approval lets in, or null where the dialect knows none. */
export function keyOf({ lab, publicKey, keyFingerprint }: ApprovedGrant): GitHostKey | null {
  if (publicKey === null || keyFingerprint === null) return null;
  return { lab, publicKey, fingerprint: keyFingerprint };
}

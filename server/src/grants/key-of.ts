import type { Grant } from '../db/schema.ts';

/** The key of a grant that was asked for with one: in the pychron dialect every grant. */
export function keyOf(grant: Grant): {
  readonly publicKey: string;
  readonly keyFingerprint: string;
} {
  const { publicKey, keyFingerprint } = grant;
  if (publicKey === null || keyFingerprint === null) {
    throw new Error(`Grant ${grant.id} has no key`);
  }
  return { publicKey, keyFingerprint };
}

import type { Database } from '../db/database.ts';
import { inBatches } from '../db/in-batches.ts';
import { findKeysInUse } from './ssh-key-store.ts';

const MAX_BATCH = 200;

/** Whether a key is in use. Every start asks, so those that come together are asked together. */
export function createKeyLookup(db: Database): (fingerprint: string) => Promise<boolean> {
  return inBatches(async (fingerprints) => {
    const inUse = await findKeysInUse(db, fingerprints);
    return fingerprints.map((fingerprint) => inUse.has(fingerprint));
  }, MAX_BATCH);
}

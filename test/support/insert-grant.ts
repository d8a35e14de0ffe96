import type { GrantStore } from '../../server/src/grants/grant-store.ts';
import type { NewGrant, StoredGrant } from '../../server/src/grants/insert-grants.ts';

/** Stores a grant whose codes and key nobody has. */
export async function insertGrant(store: GrantStore, grant: NewGrant): Promise<StoredGrant> {
  const outcome = await store.insert(grant);
  if (outcome.kind !== 'stored') throw new Error(`Nothing was started: ${outcome.kind}`);
  return outcome.grant;
}

import type { StartRequest } from '@onbench/protocol/device-code-grant';
import type { Secret } from '@onbench/protocol/secret';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import type { Clock } from '../clock.ts';
import { isKeyInUse } from '../credentials/ssh-key-store.ts';
import type { Database } from '../db/database.ts';
import type { Grant } from '../db/schema.ts';
import { hashOf, randomSecret } from '../secrets/random-secret.ts';
import { createGrantStore } from './grant-store.ts';
import { hashUserCode, newUserCode } from './user-code.ts';

export const INTERVAL_SECONDS = 5;

/** Enough that running out of it means a bug, not bad luck: one code in 25 thousand million is taken. */
const MAX_DRAWS = 5;

export interface StartedGrant {
  readonly grant: Grant;
  readonly deviceCode: Secret;
  /** Canonical, without the dash. */
  readonly userCode: string;
}

/** Opens a grant for a key, or null when the key is refused. The codes leave the server once, in what this returns. */
export async function startGrant(
  server: { readonly db: Database; readonly clock: Clock; readonly userCodeKey: Buffer },
  request: StartRequest,
  requestedFrom: string,
): Promise<StartedGrant | null> {
  const key = parseSshPublicKey(request.public_key.trim());
  // Only ed25519 is promised to be accepted by every git host and client (protocol.md section 4).
  if (key?.type !== 'ssh-ed25519') return null;
  if (await isKeyInUse(server.db, key.fingerprint)) return null;

  const store = createGrantStore(server.db, server.clock);
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const deviceCode = randomSecret();
    const userCode = newUserCode();
    const grant = await store.insert({
      deviceCodeHash: hashOf(deviceCode),
      userCodeHash: hashUserCode(server.userCodeKey, userCode),
      publicKey: `${key.type} ${key.blob}`,
      keyFingerprint: key.fingerprint,
      hostname: request.hostname,
      clientName: request.client?.name ?? null,
      clientVersion: request.client?.version ?? null,
      clientPlatform: request.client?.platform ?? null,
      requestedFrom,
      intervalSeconds: INTERVAL_SECONDS,
      acknowledges: request.capabilities?.includes('ack') ?? false,
    });
    if (grant) return { grant, deviceCode, userCode };
  }
  throw new Error(`No free user code in ${MAX_DRAWS} draws`);
}

import type { StartRequest } from '@onbench/protocol/device-code-grant';
import { parseSshPublicKey } from '@onbench/protocol/ssh-public-key';
import { type GrantOpener, openGrant, type StartedGrant } from './open-grant.ts';

/** Opens a grant for a workstation's key, or null when the key is refused. */
export async function startGrant(
  server: GrantOpener,
  request: StartRequest,
  requestedFrom: string,
): Promise<StartedGrant | null> {
  const key = parseSshPublicKey(request.public_key.trim());
  // Only ed25519 is promised to be accepted by every git host and client (protocol.md section 4).
  if (key?.type !== 'ssh-ed25519') return null;
  return await openGrant(server, {
    dialect: 'pychron',
    publicKey: `${key.type} ${key.blob}`,
    keyFingerprint: key.fingerprint,
    hostname: request.hostname,
    clientName: request.client?.name ?? null,
    clientVersion: request.client?.version ?? null,
    clientPlatform: request.client?.platform ?? null,
    requestedFrom,
    acknowledges: request.capabilities?.includes('ack') ?? false,
  });
}

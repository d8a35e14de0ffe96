import type { Revocation } from '@onbench/protocol/admin-api';
import { and, eq, isNull } from 'drizzle-orm';
import type { FastifyBaseLogger } from 'fastify';
import type { Agent } from '../audit/agent.ts';
import type { ServerContext } from '../context.ts';
import { revokeCredential } from '../credentials/revoke-credential.ts';
import { credentials } from '../db/schema.ts';
import type { Viewer } from './device-rows.ts';
import { findDeviceRow } from './list-devices.ts';

/** So that one slow answer of the git host does not hold up a hundred others, and a hundred do not fall on it at once. */
const AT_ONCE = 4;

type Revoker = Pick<ServerContext, 'db' | 'clock' | 'gitHost'>;

/** Whose wish it is, and whose devices they may end. */
interface RevocationRequest {
  readonly viewer: Viewer;
  readonly by: Agent;
  readonly log: Pick<FastifyBaseLogger, 'error'>;
}

/** Ends every token and key of these devices, each by itself: one that fails stops no other. */
export async function revokeDevices(
  revoker: Revoker,
  request: RevocationRequest,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Revocation>> {
  const outcomes = new Map<string, Revocation>();
  const waiting = [...new Set(ids)];
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      outcomes.set(id, await revokeDevice(revoker, request, id));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcomes;
}

async function revokeDevice(
  revoker: Revoker,
  { viewer, by, log }: RevocationRequest,
  id: string,
): Promise<Revocation> {
  try {
    if (!(await findDeviceRow(revoker, viewer, id))) return 'not-found';
    const live = and(eq(credentials.deviceId, id), isNull(credentials.revokedAt));
    let revoked = false;
    for (const credential of await revoker.db.select().from(credentials).where(live)) {
      revoked =
        (await revokeCredential(revoker, credential, { by, reason: 'asked-for' })) || revoked;
    }
    return revoked ? 'revoked' : 'revoked-before';
  } catch (error) {
    log.error({ device: id, err: error }, 'device not revoked');
    return 'failed';
  }
}

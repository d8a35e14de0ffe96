import type { GrantSummary } from '@onbench/protocol/approval-api';
import { SCOPES } from '@onbench/protocol/scopes';
import type { GrantReading } from './grant-store.ts';

/** What an administrator sees of a grant: never a code or a hash. */
export function summarizeGrant(reading: GrantReading): GrantSummary {
  const { grant, now, knownWorkstation, expected } = reading;
  const requested = grant.requestedScopes;
  return {
    id: grant.id,
    status: hasLapsed(grant, now) ? 'expired' : grant.status,
    dialect: grant.dialect,
    hostname: grant.hostname,
    client: {
      name: grant.clientName,
      version: grant.clientVersion,
      platform: grant.clientPlatform,
    },
    key_fingerprint: grant.keyFingerprint,
    requested_scopes: requested && SCOPES.filter((scope) => requested.includes(scope)),
    requested_from: grant.requestedFrom,
    known_workstation: knownWorkstation,
    created_at: grant.createdAt.toISOString(),
    expires_at: grant.expiresAt.toISOString(),
    decided_at: grant.decidedAt?.toISOString() ?? null,
    decided_by: grant.decidedBy,
    lab: grant.lab,
    technician_email: grant.technicianEmail,
    reason: grant.reason,
    expected,
    reason_needed_in: reading.labsThatAsk.filter((lab) => needsReason(reading, lab)),
  };
}

/** Whether the lab wants to know why this is approved, since nobody announced it there. */
export function needsReason(
  { labsThatAsk, expected }: Pick<GrantReading, 'labsThatAsk' | 'expected'>,
  lab: string,
): boolean {
  return labsThatAsk.includes(lab) && !expected.some((each) => each.lab === lab);
}

/** Nobody decided, or nobody came for what was approved, before the time was up. */
function hasLapsed(grant: GrantReading['grant'], now: Date): boolean {
  return (grant.status === 'pending' || grant.status === 'approved') && grant.expiresAt <= now;
}

import type { AuditRow } from '@onbench/protocol/audit';

export const GRANT = '7f1d8a52-93a2-4c55-b8cb-0d6f35b6a001';

/** An event as the server tells it. */
export function event(changes: Partial<AuditRow> = {}): AuditRow {
  return {
    id: 7,
    at: '2026-05-09T11:47:03.123456Z',
    kind: 'grant-approved',
    actor: 'administrator',
    actor_name: 'ada@nmgrl.example',
    lab: 'NMGRL',
    grant_id: GRANT,
    credential_id: null,
    device_id: null,
    address: '192.0.2.47',
    facts: {
      scopes: ['workstations:register_ssh_key'],
      technician_email: 'tom@nmgrl.example',
      device_name: 'Mass spec 1',
      lifetime: '90d',
      reason: null,
    },
    position: 7,
    ...changes,
  };
}

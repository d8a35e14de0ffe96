import { ROMM_VERIFICATION_PATH } from '@onbench/protocol/romm-device-grant';
import type { ReactElement } from 'react';
import { createApprovalClient } from './api/approval-client.ts';
import { ApprovalPage } from './approval-page.tsx';
import { createAuditClient } from './audit/audit-client.ts';
import { AuditFlow } from './audit/audit-flow.ts';
import { AuditPage } from './audit/audit-page.tsx';
import { ApprovalFlow } from './flow/approval-flow.ts';
import { createPairingClient } from './pairing/pairing-client.ts';
import { PairingFlow } from './pairing/pairing-flow.ts';
import { PairingPage } from './pairing/pairing-page.tsx';

/** The page that a path stands for: people's own devices and the audit log have their own, all else is for workstations. */
export function choosePage(path: string, prefilledCode: string, send: typeof fetch): ReactElement {
  const client = createApprovalClient(send);
  if (path === '/audit') {
    return <AuditPage flow={new AuditFlow(client, createAuditClient(send))} />;
  }
  return path === ROMM_VERIFICATION_PATH ? (
    <PairingPage flow={new PairingFlow(client, createPairingClient(send), prefilledCode)} />
  ) : (
    <ApprovalPage flow={new ApprovalFlow(client, prefilledCode)} />
  );
}

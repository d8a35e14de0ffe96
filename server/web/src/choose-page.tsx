import { ROMM_VERIFICATION_PATH } from '@onbench/protocol/romm-device-grant';
import type { ReactElement } from 'react';
import { createApprovalClient } from './api/approval-client.ts';
import { ApprovalPage } from './approval-page.tsx';
import { ApprovalFlow } from './flow/approval-flow.ts';
import { createPairingClient } from './pairing/pairing-client.ts';
import { PairingFlow } from './pairing/pairing-flow.ts';
import { PairingPage } from './pairing/pairing-page.tsx';

/** The page that a path stands for: a person's own devices have one of their own, all else is for workstations. */
export function choosePage(path: string, prefilledCode: string, send: typeof fetch): ReactElement {
  const client = createApprovalClient(send);
  return path === ROMM_VERIFICATION_PATH ? (
    <PairingPage flow={new PairingFlow(client, createPairingClient(send), prefilledCode)} />
  ) : (
    <ApprovalPage flow={new ApprovalFlow(client, prefilledCode)} />
  );
}

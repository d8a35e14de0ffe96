import { REFERENCE_PATH } from '@onbench/protocol/openapi';
import { ROMM_VERIFICATION_PATH } from '@onbench/protocol/romm-device-grant';
import type { ReactElement } from 'react';
import { createAdminClient } from './api/admin-client.ts';
import { createApprovalClient } from './api/approval-client.ts';
import { ApprovalPage } from './approval-page.tsx';
import { createAuditClient } from './audit/audit-client.ts';
import { AuditFlow } from './audit/audit-flow.ts';
import { AuditPage } from './audit/audit-page.tsx';
import { SessionFlow } from './console/session-flow.ts';
import { DevicesFlow } from './devices/devices-flow.ts';
import { DevicesPage } from './devices/devices-page.tsx';
import { createEnrollmentDayClient } from './enrollment-day/enrollment-day-client.ts';
import { EnrollmentDayFlow } from './enrollment-day/enrollment-day-flow.ts';
import { EnrollmentDayPage } from './enrollment-day/enrollment-day-page.tsx';
import { createExpectedClient } from './expected/expected-client.ts';
import { ExpectedFlow } from './expected/expected-flow.ts';
import { ExpectedPage } from './expected/expected-page.tsx';
import { ApprovalFlow } from './flow/approval-flow.ts';
import { InboxFlow } from './inbox/inbox-flow.ts';
import { InboxPage } from './inbox/inbox-page.tsx';
import { LabsFlow } from './labs/labs-flow.ts';
import { LabsPage } from './labs/labs-page.tsx';
import { createPairingClient } from './pairing/pairing-client.ts';
import { PairingFlow } from './pairing/pairing-flow.ts';
import { PairingPage } from './pairing/pairing-page.tsx';
import { readApiDocument } from './reference/api-document.ts';
import { ReferencePage } from './reference/reference-page.tsx';

/** The page that a path stands for; whatever has none of its own asks for a workstation's code. */
export function choosePage(path: string, prefilledCode: string, send: typeof fetch): ReactElement {
  const client = createApprovalClient(send);
  const admin = createAdminClient(send);
  switch (path) {
    case ROMM_VERIFICATION_PATH:
      return (
        <PairingPage flow={new PairingFlow(client, createPairingClient(send), prefilledCode)} />
      );
    case '/inbox':
      return <InboxPage flow={new InboxFlow(new SessionFlow(client), admin, client)} />;
    case '/expected':
      return (
        <ExpectedPage
          flow={new ExpectedFlow(new SessionFlow(client), createExpectedClient(send))}
        />
      );
    case '/enrollment-day':
      return (
        <EnrollmentDayPage
          flow={
            new EnrollmentDayFlow(new SessionFlow(client), createEnrollmentDayClient(send), client)
          }
        />
      );
    case '/devices':
      return <DevicesPage flow={new DevicesFlow(new SessionFlow(client), admin)} />;
    case '/labs':
      return <LabsPage flow={new LabsFlow(new SessionFlow(client), admin)} />;
    case '/audit':
      return <AuditPage flow={new AuditFlow(client, createAuditClient(send))} />;
    case REFERENCE_PATH:
      return <ReferencePage read={() => readApiDocument(send)} />;
    default:
      return <ApprovalPage flow={new ApprovalFlow(client, prefilledCode)} />;
  }
}

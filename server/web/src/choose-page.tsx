import { PROVIDER_RETURN_PATH } from '@onbench/protocol/approval-api';
import { REFERENCE_PATH } from '@onbench/protocol/openapi';
import { ROMM_VERIFICATION_PATH } from '@onbench/protocol/romm-device-grant';
import type { ReactElement } from 'react';
import { createAdminClient } from './api/admin-client.ts';
import { createApprovalClient } from './api/approval-client.ts';
import { ApprovalPage } from './approval-page.tsx';
import { createAuditClient } from './audit/audit-client.ts';
import { AuditFlow } from './audit/audit-flow.ts';
import { AuditPage } from './audit/audit-page.tsx';
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
import { ProviderReturnPage, readProblem } from './session/provider-return-page.tsx';
import { SessionFlow, type SignInWays } from './session/session-flow.ts';

/** What a page is opened with. */
export interface PageOptions {
  readonly path: string;
  /** Of the address, after the path. */
  readonly search: string;
  readonly prefilledCode: string;
  readonly send: typeof fetch;
  readonly ways: SignInWays;
}

/** The page that a path stands for; whatever has none of its own asks for a workstation's code. */
export function choosePage({ path, search, prefilledCode, send, ways }: PageOptions): ReactElement {
  if (path === PROVIDER_RETURN_PATH) return <ProviderReturnPage problem={readProblem(search)} />;
  const client = createApprovalClient(send);
  const admin = createAdminClient(send);
  const session = new SessionFlow(client, ways);
  switch (path) {
    case ROMM_VERIFICATION_PATH:
      return (
        <PairingPage flow={new PairingFlow(session, createPairingClient(send), prefilledCode)} />
      );
    case '/inbox':
      return <InboxPage flow={new InboxFlow(session, admin, client)} />;
    case '/expected':
      return <ExpectedPage flow={new ExpectedFlow(session, createExpectedClient(send))} />;
    case '/enrollment-day':
      return (
        <EnrollmentDayPage
          flow={new EnrollmentDayFlow(session, createEnrollmentDayClient(send), client)}
        />
      );
    case '/devices':
      return <DevicesPage flow={new DevicesFlow(session, admin)} />;
    case '/labs':
      return <LabsPage flow={new LabsFlow(session, admin)} />;
    case '/audit':
      return <AuditPage flow={new AuditFlow(session, createAuditClient(send))} />;
    case REFERENCE_PATH:
      return <ReferencePage read={() => readApiDocument(send)} />;
    default:
      return <ApprovalPage flow={new ApprovalFlow(session, client, prefilledCode)} />;
  }
}

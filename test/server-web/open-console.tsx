import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { createAdminClient } from '../../server/web/src/api/admin-client.ts';
import { createApprovalClient } from '../../server/web/src/api/approval-client.ts';
import { DevicesFlow } from '../../server/web/src/devices/devices-flow.ts';
import { DevicesPage } from '../../server/web/src/devices/devices-page.tsx';
import { createEnrollmentDayClient } from '../../server/web/src/enrollment-day/enrollment-day-client.ts';
import { EnrollmentDayFlow } from '../../server/web/src/enrollment-day/enrollment-day-flow.ts';
import { EnrollmentDayPage } from '../../server/web/src/enrollment-day/enrollment-day-page.tsx';
import { createExpectedClient } from '../../server/web/src/expected/expected-client.ts';
import { ExpectedFlow } from '../../server/web/src/expected/expected-flow.ts';
import { ExpectedPage } from '../../server/web/src/expected/expected-page.tsx';
import { InboxFlow, type Sleep } from '../../server/web/src/inbox/inbox-flow.ts';
import { InboxPage } from '../../server/web/src/inbox/inbox-page.tsx';
import { LabsFlow } from '../../server/web/src/labs/labs-flow.ts';
import { LabsPage } from '../../server/web/src/labs/labs-page.tsx';
import { SessionFlow } from '../../server/web/src/session/session-flow.ts';
import { daysAnswer, expectedAnswer, OPEN_DAY } from './announced-samples.ts';
import { ADA_LISTED, BENCH, detailsAnswer, devicesAnswer, FEW, LABS } from './console-samples.ts';
import { waysIn } from './fake-provider-window.ts';
import { ADA, LAB_MAC, ok, type ScriptedAnswer, ScriptedServer } from './scripted-server.ts';

export type Script = Readonly<Record<string, ScriptedAnswer | readonly ScriptedAnswer[]>>;

const SESSION: Script = {
  'GET session': ok(ADA),
  'POST session': ok(ADA),
  'DELETE session': { status: 204 },
};

function scripted(script: Script) {
  const server = new ScriptedServer({ ...SESSION, ...script });
  const session = new SessionFlow(createApprovalClient(server.fetch), waysIn());
  return { server, session, admin: createAdminClient(server.fetch), user: userEvent.setup() };
}

export async function openDevices(changes: Script = {}) {
  const { server, session, admin, user } = scripted({
    'GET devices': devicesAnswer(FEW),
    [`GET ${BENCH.id}`]: detailsAnswer(BENCH),
    ...changes,
  });
  render(<DevicesPage flow={new DevicesFlow(session, admin)} />);
  await screen.findByRole('heading', { level: 1 });
  return { server, user };
}

/** `sleep` holds the inbox between two looks until the test lets it look again. */
export async function openInbox(changes: Script = {}) {
  const { server, session, admin, user } = scripted({ 'POST lookup': ok(LAB_MAC), ...changes });
  const slept: number[] = [];
  let wake = () => {};
  const sleep: Sleep = (ms) => {
    slept.push(ms);
    return new Promise((resolve) => {
      wake = resolve;
    });
  };
  const approval = createApprovalClient(server.fetch);
  const { unmount } = render(<InboxPage flow={new InboxFlow(session, admin, approval, sleep)} />);
  await screen.findByRole('heading', { level: 1 });
  return { server, user, slept, unmount, lookAgain: () => wake() };
}

export async function openExpected(changes: Script = {}) {
  const { server, session, user } = scripted({ 'GET expected': expectedAnswer([]), ...changes });
  const flow = new ExpectedFlow(session, createExpectedClient(server.fetch));
  render(<ExpectedPage flow={flow} />);
  await screen.findByRole('heading', { level: 1 });
  return { server, user };
}

export async function openEnrollmentDays(changes: Script = {}) {
  const { server, session, user } = scripted({
    'GET enrollment-days': daysAnswer([OPEN_DAY]),
    'POST lookup': ok(LAB_MAC),
    'POST approve': ok(),
    ...changes,
  });
  const client = createEnrollmentDayClient(server.fetch);
  const flow = new EnrollmentDayFlow(session, client, createApprovalClient(server.fetch));
  render(<EnrollmentDayPage flow={flow} />);
  await screen.findByRole('heading', { level: 1 });
  return { server, user };
}

export async function openLabs(changes: Script = {}) {
  const { server, session, admin, user } = scripted({
    'GET labs': ok({ labs: LABS }),
    'GET administrators': ok({ administrators: [ADA_LISTED] }),
    ...changes,
  });
  render(<LabsPage flow={new LabsFlow(session, admin)} />);
  await screen.findByRole('heading', { level: 1 });
  return { server, user };
}

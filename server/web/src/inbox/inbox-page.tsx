import type { GrantSummary } from '@onbench/protocol/approval-api';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ApprovalPage } from '../approval-page.tsx';
import { ConsolePage } from '../console/console-page.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { Fingerprint } from '../review/fingerprint.tsx';
import { RequestFacts } from '../review/request-facts.tsx';
import { DenyDialog } from './deny-dialog.tsx';
import type { InboxFlow } from './inbox-flow.ts';

export function InboxPage({ flow }: { readonly flow: InboxFlow }) {
  const { opened, requests } = useStore(flow.store);
  if (opened) return <ApprovalPage flow={opened} current="/inbox" />;
  const waiting = requests?.length ?? 0;
  return (
    <ConsolePage
      session={flow.session}
      current="/inbox"
      title={waiting > 0 ? `(${waiting}) Inbox` : 'Inbox'}
    >
      {(session) => <Inbox flow={flow} hasLab={session.labs.length > 0} />}
    </ConsolePage>
  );
}

function Inbox({ flow, hasLab }: { readonly flow: InboxFlow; readonly hasLab: boolean }) {
  const { requests, clock, failure, denying } = useStore(flow.store);
  useEffect(() => flow.follow(), [flow]);
  return (
    <div className="console">
      <div className="console-head">
        <StepHeading>Inbox</StepHeading>
        <p className="quiet" role="status">
          {failure
            ? 'Not live: the server cannot be reached just now. Trying again by itself.'
            : describe(requests)}
        </p>
      </div>
      {requests?.length === 0 && <Empty hasLab={hasLab} />}
      <ul className="requests">
        {requests?.map((grant) => (
          <li key={grant.id}>
            <Waiting flow={flow} grant={grant} clock={clock} />
          </li>
        ))}
      </ul>
      {denying && <DenyDialog flow={flow} denying={denying} />}
    </div>
  );
}

interface WaitingProps {
  readonly flow: InboxFlow;
  readonly grant: GrantSummary;
  readonly clock: () => number;
}

function Waiting({ flow, grant, clock }: WaitingProps) {
  return (
    <article className="card waiting" aria-label={grant.hostname}>
      <RequestFacts found={{ grant, clock }} />
      {grant.key_fingerprint !== null && (
        <div className="waiting-key">
          <p className="quiet">Key fingerprint</p>
          <Fingerprint text={grant.key_fingerprint} />
        </div>
      )}
      {/* Deny first in the tab order, as in the review (security.md T01). */}
      <div className="waiting-buttons">
        <button type="button" className="button danger" onClick={() => flow.startDeny(grant)}>
          Deny…
        </button>
        <button type="button" className="button primary" onClick={() => flow.open(grant)}>
          Enter its code
        </button>
      </div>
    </article>
  );
}

function Empty({ hasLab }: { readonly hasLab: boolean }) {
  return (
    <div className="card empty stack-tight">
      <h2>{hasLab ? 'Nothing is waiting' : 'You administer no lab yet'}</h2>
      <p className="quiet">
        {hasLab
          ? 'Requests appear here by themselves as soon as a machine asks to be enrolled.'
          : 'Ask whoever runs the server to add you to one.'}
      </p>
    </div>
  );
}

function describe(requests: readonly GrantSummary[] | null): string {
  if (!requests) return 'Loading…';
  if (requests.length === 0) return 'Live';
  return requests.length === 1 ? '1 request waits' : `${requests.length} requests wait`;
}

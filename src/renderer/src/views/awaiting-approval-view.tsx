import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import { EARLIER_CODES } from '../../../shared/copy/enrollment-copy.ts';
import type { StateOf } from '../../../shared/enrollment.ts';
import { useManagedSettings } from '../managed.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Fingerprint } from '../parts/fingerprint.tsx';
import { Instructions } from '../parts/instructions.tsx';
import { PlannedChangesList } from '../parts/planned-changes-list.tsx';
import { PollingStatus } from '../parts/polling-status.tsx';
import { QrCode } from '../parts/qr-code.tsx';
import { TimeLeft } from '../parts/time-left.tsx';
import { UserCode } from '../parts/user-code.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

type AwaitingApproval = StateOf<'awaiting-approval'>;

const STEPS = [
  'Tell your administrator that this workstation wants to enroll.',
  'They open the page, enter the code and compare the key.',
  'This window continues by itself once they approve.',
];

/** The code, in every form in which an administrator may take it, and how long it lasts. */
export function AwaitingApprovalView({ state }: { state: AwaitingApproval }): ReactNode {
  return (
    <section className="view wide">
      <div className="heading-row">
        <ViewHeading>Waiting for approval</ViewHeading>
        <div className="actions">
          <button
            type="button"
            className="button"
            onClick={() => void window.onbench.enrollment.renewCode()}
          >
            New code
          </button>
          <button
            type="button"
            className="button"
            onClick={() => void window.onbench.enrollment.cancel()}
          >
            Cancel
          </button>
        </div>
      </div>
      {state.earlierCode !== null && (
        <p className="notice warning" role="status">
          {EARLIER_CODES[state.earlierCode]}
        </p>
      )}
      <div className="card approval">
        <div className="approval-code">
          <p className="eyebrow code-label">Code</p>
          <UserCode code={state.userCode} />
          <KeyFingerprint fingerprint={state.keyFingerprint} />
          <p className="eyebrow">Approval page</p>
          <p className="approval-url">
            <code>{state.verificationUrl}</code>
          </p>
          <ApprovalActions />
        </div>
        <div className="approval-qr">
          <QrCode text={state.verificationUrlComplete} />
        </div>
        <div className="approval-progress">
          <PollingStatus polling={state.polling} />
          <TimeLeft remainingMs={state.remainingMs} lifetimeMs={state.lifetimeMs} />
        </div>
      </div>
      <Instructions steps={STEPS} />
      <Disclosure
        summary="What will change on this machine"
        startsOpen={state.changes.sshConfig.kind !== 'block'}
      >
        <PlannedChangesList changes={state.changes} />
      </Disclosure>
    </section>
  );
}

function ApprovalActions(): ReactNode {
  const { copyUserCode, copyApprovalLink, openApprovalPage } = window.onbench.enrollment;
  const hideOpenPage = useManagedSettings()?.hideOpenPage ?? false;
  return (
    <div className="actions">
      <CopyButton label="Copy code" copy={copyUserCode} />
      <CopyButton label="Copy link" copy={copyApprovalLink} />
      {!hideOpenPage && (
        <button type="button" className="button" onClick={() => void openApprovalPage()}>
          <ExternalLink size={16} aria-hidden="true" />
          Open page
        </button>
      )}
    </div>
  );
}

/** What the two people compare, so that nobody else's request is approved by mistake (security.md T01). */
function KeyFingerprint({ fingerprint }: { fingerprint: string }): ReactNode {
  return (
    <>
      <p className="eyebrow">Key fingerprint</p>
      <p className="key-fingerprint">
        <Fingerprint text={fingerprint} />
      </p>
    </>
  );
}

import type { ReactNode } from 'react';
import { expirySentence, REFUSALS } from '../../../shared/copy/registration-copy.ts';
import type { LabRegistration, RegistrationsState } from '../../../shared/registrations.ts';
import { OutcomeNotice } from './outcome-notice.tsx';
import { RunningOperation } from './running-operation.tsx';
import type { Refusal, Request } from './use-request.ts';

interface NoticesProps {
  readonly lab: LabRegistration;
  readonly registrations: RegistrationsState;
  readonly refusal: Refusal | null;
  readonly request: Request;
  readonly onRemoveLocally: () => void;
}

/** The news, if there is any: what runs, how the last thing ended, and what is about to run out. */
export function Notices(props: NoticesProps): ReactNode {
  const { lab, registrations, refusal, request, onRemoveLocally } = props;
  const { running, outcome } = registrations;
  return (
    <>
      {refusal !== null && (
        <p className="notice warning" role="alert">
          {REFUSALS[refusal]}
        </p>
      )}
      {running && <RunningOperation operation={running} />}
      {!running && outcome && <OutcomeNotice outcome={outcome} onRemoveLocally={onRemoveLocally} />}
      {lab.keyChangePending && !running && (
        <ActionNotice
          sentence="A new key was sent to the server, and its answer never came. Go on with the same key to settle it."
          label="Go on"
          onClick={() => void request(window.onbench.registrations.reOnboard(lab.lab))}
        />
      )}
      {lab.expiry !== null && lab.expiry.warning !== null && (
        <ActionNotice
          sentence={`${expirySentence(lab.expiry)} An administrator’s approval renews it.`}
          label="Enroll again"
          disabled={running !== null}
          onClick={() => void request(window.onbench.registrations.enrollAgain(lab.lab))}
        />
      )}
    </>
  );
}

interface ActionNoticeProps {
  readonly sentence: string;
  readonly label: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function ActionNotice({ sentence, label, disabled, onClick }: ActionNoticeProps): ReactNode {
  return (
    <div className="notice warning action-notice">
      <p>{sentence}</p>
      <button type="button" className="button" disabled={disabled} onClick={onClick}>
        {label}
      </button>
    </div>
  );
}

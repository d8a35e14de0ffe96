import type { ReactNode } from 'react';
import type { LabRegistration } from '../../../shared/registrations.ts';
import type { Request } from './use-request.ts';

interface ManageActionsProps {
  readonly lab: LabRegistration;
  readonly busy: boolean;
  readonly request: Request;
  readonly onEnrollAnother: () => void;
  readonly onRevoke: () => void;
}

/** What changes an enrollment, each with what it means. */
export function ManageActions(props: ManageActionsProps): ReactNode {
  const { lab, busy, request, onEnrollAnother, onRevoke } = props;
  const { switchTo, testConnection, reOnboard } = window.onbench.registrations;
  return (
    <ul className="manage">
      {!lab.isCurrent && (
        <Action
          label="Switch to this lab"
          what="The lab’s software on this machine then works with it. The other labs stay enrolled."
          disabled={busy}
          onClick={() => void request(switchTo(lab.lab))}
        />
      )}
      {lab.repairable && (
        <Action
          label="Test connection"
          what="Asks the server about the token, then logs in at the git host."
          disabled={busy}
          onClick={() => void request(testConnection(lab.lab))}
        />
      )}
      <Action
        label="New key"
        what="Registers a new SSH key with the same token. The old one works until the new one does."
        disabled={busy}
        onClick={() => void request(reOnboard(lab.lab))}
      />
      <Action
        label="Enroll for another lab"
        what="Several labs can share this workstation, each with a key and a token of its own."
        disabled={busy}
        onClick={onEnrollAnother}
      />
      <Action
        label="Revoke this workstation…"
        what="Ends token and key at the server, then deletes them here."
        danger
        disabled={busy}
        onClick={onRevoke}
      />
    </ul>
  );
}

interface ActionProps {
  readonly label: string;
  readonly what: string;
  readonly danger?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Action({ label, what, danger = false, disabled, onClick }: ActionProps): ReactNode {
  return (
    <li>
      <p className="quiet">{what}</p>
      <button
        type="button"
        className={danger ? 'button danger' : 'button'}
        disabled={disabled}
        onClick={onClick}
      >
        {label}
      </button>
    </li>
  );
}

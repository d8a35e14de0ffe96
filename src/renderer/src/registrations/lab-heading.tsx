import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { STATUSES } from '../../../shared/copy/registration-copy.ts';
import type { LabRegistration, RegistrationStatus } from '../../../shared/registrations.ts';
import { ViewHeading } from '../parts/view-heading.tsx';
import type { Request } from './use-request.ts';

const ICONS: Record<RegistrationStatus, LucideIcon> = {
  registered: CircleCheck,
  partial: CircleAlert,
  unregistered: CircleDashed,
};

interface LabHeadingProps {
  readonly lab: LabRegistration;
  readonly busy: boolean;
  readonly request: Request;
}

/** The lab, how it stands with it, and the one thing that is most often wanted now. */
export function LabHeading({ lab, busy, request }: LabHeadingProps): ReactNode {
  const { label, what } = STATUSES[lab.status];
  const Icon = ICONS[lab.status];
  return (
    <div className="outcome" data-status={lab.status}>
      <Icon className="outcome-icon" size={36} strokeWidth={1.75} aria-hidden="true" />
      <div className="outcome-words">
        <ViewHeading key={lab.lab}>
          {lab.lab} <span className="status-badge">{label}</span>
        </ViewHeading>
        <p className="quiet">
          {what}
          {!lab.isCurrent && ' The lab’s software uses another lab at the moment.'}
        </p>
      </div>
      <div className="actions">
        <PrimaryAction lab={lab} busy={busy} request={request} />
      </div>
    </div>
  );
}

function PrimaryAction({ lab, busy, request }: LabHeadingProps): ReactNode {
  const { repair, testConnection, enrollAgain } = window.onbench.registrations;
  if (lab.status !== 'registered' && !lab.repairable) {
    return (
      <button
        type="button"
        className="button primary"
        disabled={busy}
        onClick={() => void request(enrollAgain(lab.lab))}
      >
        Enroll again
      </button>
    );
  }
  const [label, begin] = lab.repairable
    ? (['Repair', repair] as const)
    : (['Test connection', testConnection] as const);
  return (
    <button
      type="button"
      className="button primary"
      disabled={busy}
      onClick={() => void request(begin(lab.lab))}
    >
      {label}
    </button>
  );
}

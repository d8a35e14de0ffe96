import type { ReactNode } from 'react';
import { STATUSES } from '../../../shared/copy/registration-copy.ts';
import type { LabRegistration } from '../../../shared/registrations.ts';

interface LabTabsProps {
  readonly labs: readonly LabRegistration[];
  readonly shown: string;
  readonly onShow: (lab: string) => void;
}

/** The labs side by side. */
export function LabTabs({ labs, shown, onShow }: LabTabsProps): ReactNode {
  return (
    <nav className="lab-tabs" aria-label="Labs">
      {labs.map(({ lab, status, isCurrent }) => (
        <button
          key={lab}
          type="button"
          className="lab-tab"
          aria-current={lab === shown ? 'page' : undefined}
          onClick={() => onShow(lab)}
        >
          <span className="status-dot" data-status={status} title={STATUSES[status].label} />
          <span className="one-line">{lab}</span>
          {isCurrent && <span className="quiet">current</span>}
        </button>
      ))}
    </nav>
  );
}

import { type ReactNode, useState } from 'react';
import type { PolicyFacts } from '../../../shared/policy.ts';
import type { RegistrationsState } from '../../../shared/registrations.ts';
import { IdleView } from '../views/idle-view.tsx';
import { LabView } from './lab-view.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';

interface HomeViewProps {
  readonly registrations: RegistrationsState;
  readonly policy: PolicyFacts;
}

/** While no enrollment runs: the labs that this workstation has, or the start of its first one. */
export function HomeView({ registrations, policy }: HomeViewProps): ReactNode {
  const [shown, setShown] = useState<string | null>(null);
  const [enrolling, setEnrolling] = useState(false);
  // A few milliseconds after the start: an empty window is calmer than the wrong screen.
  if (!registrations.known) return null;
  const { labs, outcome } = registrations;
  const lab = labs.find((candidate) => candidate.lab === shown) ?? labs[0];
  if (!lab)
    return <IdleView policy={policy} news={outcome && <OutcomeNotice outcome={outcome} />} />;
  if (enrolling) return <IdleView policy={policy} onBack={() => setEnrolling(false)} />;
  return (
    <LabView
      lab={lab}
      registrations={registrations}
      onShow={setShown}
      onEnrollAnother={() => setEnrolling(true)}
    />
  );
}

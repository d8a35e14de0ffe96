import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LabRegistration, RegistrationsState } from '../../../shared/registrations.ts';
import { Section } from '../parts/section.tsx';
import { AccessFacts } from './access-facts.tsx';
import { LabHeading } from './lab-heading.tsx';
import { LabTabs } from './lab-tabs.tsx';
import { ManageActions } from './manage-actions.tsx';
import { Notices } from './notices.tsx';
import { RemovalDialog, type RemovalMode } from './removal-dialog.tsx';
import { Repositories } from './repositories.tsx';
import { StatusList } from './status-list.tsx';
import { useRequest } from './use-request.ts';

interface LabViewProps {
  readonly lab: LabRegistration;
  readonly registrations: RegistrationsState;
  readonly onShow: (lab: string) => void;
  readonly onEnrollAnother: () => void;
}

/** One lab of this workstation at a glance, and what can be done about it. */
export function LabView({ lab, registrations, onShow, onEnrollAnother }: LabViewProps): ReactNode {
  const { labs, running } = registrations;
  const [removing, setRemoving] = useState<RemovalMode | null>(null);
  const { refusal, request } = useRequest();
  const busy = running !== null;
  return (
    <section className="view wide lab-view">
      {labs.length > 1 && <LabTabs labs={labs} shown={lab.lab} onShow={onShow} />}
      <LabHeading lab={lab} busy={busy} request={request} />
      <Notices
        lab={lab}
        registrations={registrations}
        refusal={refusal}
        request={request}
        onRemoveLocally={() => setRemoving('remove-locally')}
      />
      <div className="card sections">
        <Section title="Status">
          <StatusList lab={lab} />
        </Section>
        <Section title="Repositories">
          <Repositories key={lab.lab} lab={lab} busy={busy} request={request} />
        </Section>
        <Section title="Access">
          <AccessFacts lab={lab} />
        </Section>
        <Section title="Manage">
          <ManageActions
            lab={lab}
            busy={busy}
            request={request}
            onEnrollAnother={onEnrollAnother}
            onRevoke={() => setRemoving('revoke')}
          />
        </Section>
      </div>
      {removing !== null && (
        <RemovalDialog
          lab={lab.lab}
          mode={removing}
          request={request}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  );
}

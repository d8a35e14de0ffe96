import type { Session } from '@onbench/protocol/approval-api';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ConsolePage } from '../console/console-page.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { AdministratorTable } from './administrator-table.tsx';
import { LabTable } from './lab-table.tsx';
import type { LabsFlow } from './labs-flow.ts';
import { LabsTaskDialog } from './labs-task-dialog.tsx';

export function LabsPage({ flow }: { readonly flow: LabsFlow }) {
  return (
    <ConsolePage session={flow.session} current="/labs" title="Labs and administrators">
      {(session) => <Labs flow={flow} session={session} />}
    </ConsolePage>
  );
}

function Labs({ flow, session }: { readonly flow: LabsFlow; readonly session: Session }) {
  const { labs, administrators, failure, task } = useStore(flow.store);
  useEffect(() => void flow.load(), [flow]);
  return (
    <div className="console">
      <div className="console-head">
        <StepHeading>Labs and administrators</StepHeading>
      </div>
      <FailureNotice failure={failure} />
      {failure && (
        <button type="button" className="button" onClick={() => flow.load()}>
          Try again
        </button>
      )}
      {labs && (
        <section className="console-section" aria-labelledby="labs">
          <div className="section-head">
            <h2 id="labs">Labs</h2>
            <button type="button" className="button" onClick={() => flow.start('add-lab')}>
              Add a lab…
            </button>
          </div>
          <LabTable labs={labs} />
        </section>
      )}
      {administrators && (
        <section className="console-section" aria-labelledby="administrators">
          <div className="section-head">
            <h2 id="administrators">Administrators</h2>
            <button
              type="button"
              className="button"
              onClick={() => flow.start('add-administrator')}
            >
              Add an administrator…
            </button>
          </div>
          <AdministratorTable
            flow={flow}
            administrators={administrators}
            self={session.administrator.email}
          />
        </section>
      )}
      {task && <LabsTaskDialog flow={flow} task={task} labs={labs ?? []} />}
    </div>
  );
}

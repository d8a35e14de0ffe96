import type { Session } from '@onbench/protocol/approval-api';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ApprovalPage } from '../approval-page.tsx';
import { ConsolePage } from '../console/console-page.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import type { DayApprovalFlow } from './day-approval-flow.ts';
import { DayCard } from './day-card.tsx';
import type { EnrollmentDayFlow } from './enrollment-day-flow.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { WithdrawDayDialog } from './withdraw-day-dialog.tsx';

export function EnrollmentDayPage({ flow }: { readonly flow: EnrollmentDayFlow }) {
  const { approving } = useStore(flow.store);
  if (approving) {
    return (
      <ApprovalPage
        flow={approving}
        current="/expected"
        about={<Progress approving={approving} onBack={() => flow.backToTheList()} />}
      />
    );
  }
  return (
    <ConsolePage session={flow.session} current="/expected" title="Enrollment days">
      {(session) => <Days flow={flow} session={session} />}
    </ConsolePage>
  );
}

function Days({ flow, session }: { readonly flow: EnrollmentDayFlow; readonly session: Session }) {
  const { days, failure, task } = useStore(flow.store);
  useEffect(() => flow.follow(), [flow]);
  return (
    <div className="console">
      <div className="section-head">
        <StepHeading>Enrollment days</StepHeading>
        {session.labs.length > 0 && (
          <button type="button" className="button primary" onClick={() => flow.start()}>
            Plan a day…
          </button>
        )}
      </div>
      <p>
        <a href="/expected">Expected devices</a>
      </p>
      <FailureNotice failure={failure} />
      {days?.value.length === 0 && <Empty />}
      {days?.value.map((day) => (
        <DayCard
          key={day.id}
          day={day}
          clock={days.clock}
          onApprove={() => flow.approve(day)}
          onWithdraw={() => flow.startWithdrawing(day)}
        />
      ))}
      {task?.kind === 'plan' && <PlanDialog flow={flow} task={task} labs={session.labs} />}
      {task?.kind === 'withdraw' && <WithdrawDayDialog flow={flow} task={task} />}
    </div>
  );
}

function Empty() {
  return (
    <div className="card empty stack-tight">
      <h2>No day is planned</h2>
      <p className="quiet">
        Plan one when many machines are enrolled together: they wait in one list, and you type one
        code after the other.
      </p>
    </div>
  );
}

interface ProgressProps {
  readonly approving: DayApprovalFlow;
  readonly onBack: () => void;
}

/** How far one is, above the field for the next code. */
function Progress({ approving, onBack }: ProgressProps) {
  const { day, approved } = approving;
  return (
    <p className="quiet">
      Enrollment day of {day.lab}: {day.done.length + approved} of {day.machines} done. Type the
      code of the machine in front of you; what you chose for the one before stays.{' '}
      <button type="button" className="link" onClick={onBack}>
        Back to the list
      </button>
    </p>
  );
}

import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import type { DayTask, EnrollmentDayFlow } from './enrollment-day-flow.ts';

interface WithdrawDayDialogProps {
  readonly flow: EnrollmentDayFlow;
  readonly task: Extract<DayTask, { kind: 'withdraw' }>;
}

export function WithdrawDayDialog({ flow, task }: WithdrawDayDialogProps) {
  const { day, busy, failure } = task;
  return (
    <Dialog title="Withdraw this enrollment day?" onClose={() => flow.close()}>
      <p>
        What waits is then like any other request, in the inbox. The devices of {day.lab} that were
        approved keep their access.
      </p>
      <FailureNotice failure={failure} />
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={() => flow.close()}>
          Cancel
        </button>
        <button
          type="button"
          className="button danger"
          aria-busy={busy}
          onClick={() => void flow.withdraw(day.id)}
        >
          {busy ? 'Withdrawing…' : 'Withdraw'}
        </button>
      </div>
    </Dialog>
  );
}

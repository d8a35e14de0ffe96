import { FormDialog } from '../parts/form-dialog.tsx';
import type { DayTask, EnrollmentDayFlow } from './enrollment-day-flow.ts';

interface WithdrawDayDialogProps {
  readonly flow: EnrollmentDayFlow;
  readonly task: Extract<DayTask, { kind: 'withdraw' }>;
}

export function WithdrawDayDialog({ flow, task }: WithdrawDayDialogProps) {
  const { day } = task;
  return (
    <FormDialog
      title="Withdraw this enrollment day?"
      verb="Withdraw"
      doing="Withdrawing…"
      isDangerous
      task={task}
      onSubmit={() => void flow.withdraw(day.id)}
      onClose={() => flow.close()}
    >
      <p>
        What waits is then like any other request, in the inbox. The devices of {day.lab} that were
        approved keep their access.
      </p>
    </FormDialog>
  );
}

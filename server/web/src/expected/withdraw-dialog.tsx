import { ForeignText } from '../parts/foreign-text.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import type { ExpectedFlow, ExpectedTask } from './expected-flow.ts';

interface WithdrawDialogProps {
  readonly flow: ExpectedFlow;
  readonly task: Extract<ExpectedTask, { kind: 'withdraw' }>;
}

export function WithdrawDialog({ flow, task }: WithdrawDialogProps) {
  const { device } = task;
  return (
    <FormDialog
      title="Withdraw this announcement?"
      verb="Withdraw"
      doing="Withdrawing…"
      isDangerous
      task={task}
      onSubmit={() => void flow.withdraw(device.id)}
      onClose={() => flow.close()}
    >
      <p>
        A request of <ForeignText className="strong" text={device.hostname} /> is then one like any
        other. What was approved before stays as it is.
      </p>
    </FormDialog>
  );
}

import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import type { ExpectedFlow, ExpectedTask } from './expected-flow.ts';

interface WithdrawDialogProps {
  readonly flow: ExpectedFlow;
  readonly task: Extract<ExpectedTask, { kind: 'withdraw' }>;
}

export function WithdrawDialog({ flow, task }: WithdrawDialogProps) {
  const { device, busy, failure } = task;
  return (
    <Dialog title="Withdraw this announcement?" onClose={() => flow.close()}>
      <p>
        A request of <ForeignText className="strong" text={device.hostname} /> is then one like any
        other. What was approved before stays as it is.
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
          onClick={() => void flow.withdraw(device.id)}
        >
          {busy ? 'Withdrawing…' : 'Withdraw'}
        </button>
      </div>
    </Dialog>
  );
}

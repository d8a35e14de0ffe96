import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import type { LabsFlow, LabsTask } from './labs-flow.ts';

interface RemoveAdministratorProps {
  readonly flow: LabsFlow;
  readonly task: Extract<LabsTask, { kind: 'remove' }>;
}

export function RemoveAdministrator({ flow, task }: RemoveAdministratorProps) {
  const { administrator, busy, failure } = task;
  return (
    <Dialog title="Remove this administrator?" onClose={() => flow.close()}>
      <p>
        <ForeignText className="strong" text={administrator.email} /> is signed out at once, and the
        tokens of their own devices end. The workstations that they approved keep their access.
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
          onClick={() => void flow.remove(administrator.id)}
        >
          {busy ? 'Removing…' : 'Remove'}
        </button>
      </div>
    </Dialog>
  );
}

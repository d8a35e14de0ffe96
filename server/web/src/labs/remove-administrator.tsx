import { ForeignText } from '../parts/foreign-text.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import type { LabsFlow, LabsTask } from './labs-flow.ts';

interface RemoveAdministratorProps {
  readonly flow: LabsFlow;
  readonly task: Extract<LabsTask, { kind: 'remove' }>;
}

export function RemoveAdministrator({ flow, task }: RemoveAdministratorProps) {
  const { administrator } = task;
  return (
    <FormDialog
      title="Remove this administrator?"
      verb="Remove"
      doing="Removing…"
      isDangerous
      task={task}
      onSubmit={() => void flow.remove(administrator.id)}
      onClose={() => flow.close()}
    >
      <p>
        <ForeignText className="strong" text={administrator.email} /> is signed out at once, and the
        tokens of their own devices end. The workstations that they approved keep their access.
      </p>
    </FormDialog>
  );
}

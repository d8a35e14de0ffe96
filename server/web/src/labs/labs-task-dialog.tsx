import type { LabSummary } from '@onbench/protocol/admin-api';
import { GRANTABLE_SCOPES } from '@onbench/protocol/grantable-scopes';
import { assertNever } from '../assert-never.ts';
import { AddLab } from './add-lab.tsx';
import { AddedAdministrator } from './added-administrator.tsx';
import { AdministratorForm } from './administrator-form.tsx';
import type { LabsFlow, LabsTask } from './labs-flow.ts';
import { RemoveAdministrator } from './remove-administrator.tsx';

interface LabsTaskDialogProps {
  readonly flow: LabsFlow;
  readonly task: LabsTask;
  readonly labs: readonly LabSummary[];
}

/** What a new administrator may do unless somebody ticks otherwise. */
const NEW_RIGHTS = { labs: [], may_grant: [...GRANTABLE_SCOPES], server_administrator: false };

export function LabsTaskDialog({ flow, task, labs }: LabsTaskDialogProps) {
  switch (task.kind) {
    case 'add-lab':
      return <AddLab flow={flow} task={task} />;
    case 'add-administrator':
      return (
        <AdministratorForm
          title="Add an administrator"
          verb="Add"
          email={null}
          rights={NEW_RIGHTS}
          labs={labs}
          task={task}
          onSubmit={(rights, email) => void flow.addAdministrator(email, rights)}
          onClose={() => flow.close()}
        />
      );
    case 'change': {
      const { id, email } = task.administrator;
      return (
        <AdministratorForm
          title="Change an administrator"
          verb="Save"
          email={email}
          rights={task.administrator}
          labs={labs}
          task={task}
          onSubmit={(rights) => void flow.change(id, rights)}
          onClose={() => flow.close()}
        />
      );
    }
    case 'remove':
      return <RemoveAdministrator flow={flow} task={task} />;
    case 'added':
      return <AddedAdministrator flow={flow} task={task} />;
    default:
      return assertNever(task);
  }
}

import { Dialog } from '../parts/dialog.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import type { LabsFlow, LabsTask } from './labs-flow.ts';

interface AddedAdministratorProps {
  readonly flow: LabsFlow;
  readonly task: Extract<LabsTask, { kind: 'added' }>;
}

export function AddedAdministrator({ flow, task }: AddedAdministratorProps) {
  const { password } = task;
  const email = <ForeignText className="strong" text={task.email} />;
  return (
    <Dialog
      title={password === null ? 'Added' : 'Give them this password'}
      onClose={() => flow.close()}
    >
      {password === null ? (
        <p>{email} can sign in now, with your organisation’s account of that e-mail address.</p>
      ) : (
        <>
          <p>
            {email} can sign in with it now. It is shown this once: the server keeps only a hash. If
            it gets lost, whoever runs the server sets another with{' '}
            <code>onbench-server admin passwd</code>.
          </p>
          <p className="new-password">
            <code>{password}</code>
          </p>
        </>
      )}
      <div className="dialog-buttons">
        <button type="button" className="button primary" onClick={() => flow.close()}>
          {password === null ? 'Done' : 'I have noted it'}
        </button>
      </div>
    </Dialog>
  );
}

import { labName } from '@onbench/protocol/names';
import { type FormEvent, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Field } from '../parts/field.tsx';
import type { LabsFlow, LabsTask } from './labs-flow.ts';

interface AddLabProps {
  readonly flow: LabsFlow;
  readonly task: Extract<LabsTask, { kind: 'add-lab' }>;
}

export function AddLab({ flow, task }: AddLabProps) {
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const sound = labName.safeParse(name.trim()).success;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (sound) void flow.addLab(name.trim());
  }

  return (
    <Dialog title="Add a lab" onClose={() => flow.close()}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label="Name"
          hint="Such as NMGRL. It becomes a part of names on every workstation and cannot be changed later."
          problem={tried && !sound ? 'Use letters, digits, - and _, at most 63 of them.' : null}
        >
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              type="text"
              autoComplete="off"
              spellCheck={false}
              maxLength={63}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <FailureNotice failure={task.failure} />
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => flow.close()}>
            Cancel
          </button>
          <button type="submit" className="button primary" aria-busy={task.busy}>
            {task.busy ? 'Adding…' : 'Add'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

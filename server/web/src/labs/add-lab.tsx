import { labName } from '@onbench/protocol/names';
import { useState } from 'react';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { LabsFlow, LabsTask } from './labs-flow.ts';

interface AddLabProps {
  readonly flow: LabsFlow;
  readonly task: Extract<LabsTask, { kind: 'add-lab' }>;
}

export function AddLab({ flow, task }: AddLabProps) {
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const sound = labName.safeParse(name.trim()).success;

  function submit() {
    setTried(true);
    if (sound) void flow.addLab(name.trim());
  }

  return (
    <FormDialog
      title="Add a lab"
      verb="Add"
      doing="Adding…"
      task={task}
      onSubmit={submit}
      onClose={() => flow.close()}
    >
      <TextField
        label="Name"
        hint="Such as NMGRL. It becomes a part of names on every workstation and cannot be changed later."
        problem={tried && !sound ? 'Use letters, digits, - and _, at most 63 of them.' : null}
        spellCheck={false}
        maxLength={63}
        value={name}
        onType={setName}
      />
    </FormDialog>
  );
}

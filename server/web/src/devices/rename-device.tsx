import { renameRequest } from '@onbench/protocol/admin-api';
import { useState } from 'react';
import { DEVICE_NAME_MAX_LENGTH } from '../flow/draft.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import type { DevicesFlow } from './devices-flow.ts';
import type { DeviceTask } from './devices-state.ts';

interface RenameDeviceProps {
  readonly flow: DevicesFlow;
  readonly task: Extract<DeviceTask, { kind: 'rename' }>;
}

export function RenameDevice({ flow, task }: RenameDeviceProps) {
  const [name, setName] = useState(task.device.name);
  const [tried, setTried] = useState(false);
  const sound = renameRequest.safeParse({ name }).success;

  function submit() {
    setTried(true);
    if (sound) void flow.rename(name.trim());
  }

  return (
    <FormDialog
      title="Rename this device"
      verb="Rename"
      doing="Renaming…"
      task={task}
      onSubmit={submit}
      onClose={() => flow.close()}
    >
      <TextField
        label="Name"
        hint="Only in this list: the machine’s own host name stays as it is."
        problem={tried && !sound ? 'Enter a name of at most 100 characters.' : null}
        maxLength={DEVICE_NAME_MAX_LENGTH}
        value={name}
        onType={setName}
      />
    </FormDialog>
  );
}

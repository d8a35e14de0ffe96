import { renameRequest } from '@onbench/protocol/admin-api';
import { type FormEvent, useState } from 'react';
import { DEVICE_NAME_MAX_LENGTH } from '../flow/draft.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Field } from '../parts/field.tsx';
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

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (sound) void flow.rename(name.trim());
  }

  return (
    <Dialog title="Rename this device" onClose={() => flow.close()}>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label="Name"
          hint="Only in this list: the machine’s own host name stays as it is."
          problem={tried && !sound ? 'Enter a name of at most 100 characters.' : null}
        >
          {(attributes) => (
            <input
              {...attributes}
              className="input"
              type="text"
              autoComplete="off"
              maxLength={DEVICE_NAME_MAX_LENGTH}
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
            {task.busy ? 'Renaming…' : 'Rename'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

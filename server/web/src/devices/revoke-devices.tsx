import { useState } from 'react';
import { ForeignText } from '../parts/foreign-text.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { TextField } from '../parts/text-field.tsx';
import { REVOKING } from './device-words.ts';
import type { DevicesFlow } from './devices-flow.ts';
import type { DeviceTask } from './devices-state.ts';

interface RevokeDevicesProps {
  readonly flow: DevicesFlow;
  readonly task: Extract<DeviceTask, { kind: 'revoke' }>;
}

/** Says what revoking means, and of many asks how many, so that nobody revokes a hundred by a slip. */
export function RevokeDevices({ flow, task }: RevokeDevicesProps) {
  const { devices } = task;
  const { length } = devices;
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const confirmed = length === 1 || typed.trim() === String(length);

  function submit() {
    setTried(true);
    if (confirmed) void flow.revoke();
  }

  return (
    <FormDialog
      title={length === 1 ? 'Revoke this device?' : `Revoke ${length} devices?`}
      verb="Revoke"
      doing="Revoking…"
      isDangerous
      task={task}
      onSubmit={submit}
      onClose={() => flow.close()}
    >
      <ul className="names">
        {devices.map(({ id, name, lab }) => (
          <li key={id}>
            <ForeignText className="strong" text={name} />
            {lab !== null && <span className="quiet"> of {lab}</span>}
          </li>
        ))}
      </ul>
      <p>{length === 1 ? REVOKING.one : REVOKING.many}</p>
      <p className="quiet">{REVOKING.after}</p>
      {length > 1 && (
        <TextField
          label={`Type ${length} to confirm`}
          problem={tried && !confirmed ? `Type ${length}, the number of devices.` : null}
          inputMode="numeric"
          value={typed}
          onType={setTyped}
        />
      )}
    </FormDialog>
  );
}

import { assertNever } from '../assert-never.ts';
import { DeviceDetails } from './device-details.tsx';
import type { DevicesFlow } from './devices-flow.ts';
import type { DeviceTask } from './devices-state.ts';
import { RenameDevice } from './rename-device.tsx';
import { RevocationResults } from './revocation-results.tsx';
import { RevokeDevices } from './revoke-devices.tsx';

interface DeviceTaskDialogProps {
  readonly flow: DevicesFlow;
  readonly task: DeviceTask;
}

export function DeviceTaskDialog({ flow, task }: DeviceTaskDialogProps) {
  switch (task.kind) {
    case 'details':
      return <DeviceDetails flow={flow} task={task} />;
    case 'rename':
      return <RenameDevice flow={flow} task={task} />;
    case 'revoke':
      return <RevokeDevices flow={flow} task={task} />;
    case 'revoked':
      return <RevocationResults flow={flow} task={task} />;
    default:
      return assertNever(task);
  }
}

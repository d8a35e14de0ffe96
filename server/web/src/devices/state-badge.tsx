import type { DeviceState } from '@onbench/protocol/admin-api';
import { STATE_WORDS } from './device-words.ts';

export function StateBadge({ state }: { readonly state: DeviceState }) {
  const { label, meaning } = STATE_WORDS[state];
  return (
    <span className={`badge ${state}`} title={meaning}>
      {label}
    </span>
  );
}

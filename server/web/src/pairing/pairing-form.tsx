import { ROMM_DEVICE_NAME_MAX_LENGTH } from '@onbench/protocol/romm-device-grant';
import { TextField } from '../parts/text-field.tsx';
import { ExpirySelect } from '../review/expiry-select.tsx';
import { DeviceScopes } from './device-scopes.tsx';
import type { PairingDraft, PairingField } from './pairing-draft.ts';
import type { PairingReview } from './pairing-state.ts';

interface PairingFormProps {
  readonly review: PairingReview;
  readonly problems: ReadonlySet<PairingField>;
  readonly onEdit: (change: Partial<PairingDraft>) => void;
}

export function PairingForm({ review, problems, onEdit }: PairingFormProps) {
  const { draft, found } = review;
  return (
    <section className="card stack" aria-label="What it will get">
      <h2>If you approve</h2>
      <TextField
        label="Device name"
        problem={
          problems.has('deviceName')
            ? `Use at most ${ROMM_DEVICE_NAME_MAX_LENGTH} characters.`
            : null
        }
        name="deviceName"
        maxLength={ROMM_DEVICE_NAME_MAX_LENGTH}
        value={draft.deviceName}
        onType={(deviceName) => onEdit({ deviceName })}
      />
      <DeviceScopes
        pending={found.pending}
        scopes={draft.scopes}
        problem={problems.has('scopes') ? 'Choose at least one permission, or deny.' : null}
        onEdit={onEdit}
      />
      <ExpirySelect expiresIn={draft.expiresIn} onEdit={onEdit} />
    </section>
  );
}

import { CREDENTIAL_LIFETIMES, type CredentialLifetime } from '@onbench/protocol/scopes';
import { LIFETIME_WORDS } from '../copy.ts';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';

interface ExpirySelectProps {
  readonly expiresIn: CredentialLifetime;
  readonly onEdit: (change: { readonly expiresIn: CredentialLifetime }) => void;
}

export function ExpirySelect({ expiresIn, onEdit }: ExpirySelectProps) {
  const hint =
    expiresIn === 'never'
      ? { hint: 'It works until somebody revokes it. Prefer a time limit.' }
      : {};
  return (
    <Field label="Access expires after" problem={null} {...hint}>
      {(attributes) => (
        <Select
          {...attributes}
          name="expiresIn"
          value={expiresIn}
          onChange={(event) => {
            const chosen = CREDENTIAL_LIFETIMES.find((lifetime) => lifetime === event.target.value);
            if (chosen) onEdit({ expiresIn: chosen });
          }}
        >
          {CREDENTIAL_LIFETIMES.map((lifetime) => (
            <option key={lifetime} value={lifetime}>
              {LIFETIME_WORDS[lifetime]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

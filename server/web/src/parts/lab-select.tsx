import { Field } from './field.tsx';
import { Select } from './select.tsx';

interface LabSelectProps {
  readonly labs: readonly string[];
  readonly lab: string;
  readonly problem: string | null;
  readonly onEdit: (change: { readonly lab: string }) => void;
}

/** One of the labs that somebody administers; the only one needs no choice. */
export function LabSelect({ labs, lab, problem, onEdit }: LabSelectProps) {
  const hint =
    labs.length === 0
      ? { hint: 'You administer no lab yet. Ask whoever runs the server to add you to one.' }
      : {};
  return (
    <Field label="Lab" problem={problem} {...hint}>
      {(attributes) => (
        <Select
          {...attributes}
          name="lab"
          required
          value={lab}
          onChange={(event) => onEdit({ lab: event.target.value })}
        >
          {labs.length !== 1 && <option value="">Choose a lab</option>}
          {labs.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}

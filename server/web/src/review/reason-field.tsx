import { DRAFT_PROBLEMS } from '../copy.ts';
import { type Draft, REASON_MAX_LENGTH } from '../flow/draft.ts';
import { Field } from '../parts/field.tsx';

interface ReasonFieldProps {
  readonly reason: string;
  readonly isMissing: boolean;
  readonly onEdit: (change: Partial<Draft>) => void;
}

/** Asked for where the lab wants to know why it is approved although nobody announced it. */
export function ReasonField({ reason, isMissing, onEdit }: ReasonFieldProps) {
  return (
    <Field
      label="Reason"
      hint="Nobody announced this device. What you say here stands in the audit log."
      problem={isMissing ? DRAFT_PROBLEMS.reason : null}
    >
      {(attributes) => (
        <textarea
          {...attributes}
          className="input lines"
          name="reason"
          rows={2}
          required
          maxLength={REASON_MAX_LENGTH}
          value={reason}
          onChange={(event) => onEdit({ reason: event.target.value })}
        />
      )}
    </Field>
  );
}

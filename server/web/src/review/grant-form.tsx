import type { Scope } from '@onbench/protocol/scopes';
import { DRAFT_PROBLEMS } from '../copy.ts';
import { DEVICE_NAME_MAX_LENGTH, type Draft, type DraftField } from '../flow/draft.ts';
import { LabSelect } from '../parts/lab-select.tsx';
import { TextField } from '../parts/text-field.tsx';
import { ExpirySelect } from './expiry-select.tsx';
import { ReasonField } from './reason-field.tsx';
import { ScopeChoice } from './scope-choice.tsx';

export interface GrantFormProps {
  readonly draft: Draft;
  readonly labs: readonly string[];
  readonly offered: readonly Scope[];
  /** The lab wants to know why it is approved. */
  readonly asksForReason: boolean;
  readonly problems: ReadonlySet<DraftField>;
  readonly onEdit: (change: Partial<Draft>) => void;
}

export function GrantForm(props: GrantFormProps) {
  const { draft, labs, offered, asksForReason, problems, onEdit } = props;
  const problem = (field: DraftField) => (problems.has(field) ? DRAFT_PROBLEMS[field] : null);
  return (
    <section className="card stack" aria-label="What it will get">
      <h2>If you approve</h2>
      <LabSelect labs={labs} lab={draft.lab} problem={problem('lab')} onEdit={onEdit} />
      {asksForReason && (
        <ReasonField reason={draft.reason} isMissing={problems.has('reason')} onEdit={onEdit} />
      )}
      <TextField
        label="Technician’s e-mail"
        hint="Who looks after this workstation."
        problem={problem('technicianEmail')}
        type="email"
        name="technicianEmail"
        required
        value={draft.technicianEmail}
        onType={(technicianEmail) => onEdit({ technicianEmail })}
      />
      <ScopeChoice
        offered={offered}
        scopes={draft.scopes}
        problem={problem('scopes')}
        onEdit={onEdit}
      />
      <ExpirySelect expiresIn={draft.expiresIn} onEdit={onEdit} />
      <TextField
        label="Device name"
        isOptional
        problem={problem('deviceName')}
        name="deviceName"
        maxLength={DEVICE_NAME_MAX_LENGTH}
        value={draft.deviceName}
        onType={(deviceName) => onEdit({ deviceName })}
      />
    </section>
  );
}

import { useState } from 'react';
import { onlyLab } from '../flow/draft.ts';
import { dayOf } from '../local-day.ts';
import { Field } from '../parts/field.tsx';
import { FormDialog } from '../parts/form-dialog.tsx';
import { LabSelect } from '../parts/lab-select.tsx';
import { TextField } from '../parts/text-field.tsx';
import { type AnnounceDraft, readAnnounceDraft } from './announce-draft.ts';
import { ANNOUNCE_PROBLEMS, ANNOUNCING, type AnnounceField } from './expected-copy.ts';
import type { ExpectedFlow, ExpectedTask } from './expected-flow.ts';

interface AnnounceDialogProps {
  readonly flow: ExpectedFlow;
  readonly task: Extract<ExpectedTask, { kind: 'announce' }>;
  readonly labs: readonly string[];
}

export function AnnounceDialog({ flow, task, labs }: AnnounceDialogProps) {
  const [draft, setDraft] = useState<AnnounceDraft>(() => emptyDraft(labs));
  const [tried, setTried] = useState(false);
  const read = readAnnounceDraft(draft);
  const problem = (field: AnnounceField) =>
    tried && read.kind === 'incomplete' && read.problems.includes(field)
      ? ANNOUNCE_PROBLEMS[field]
      : null;

  function submit() {
    setTried(true);
    if (read.kind === 'complete') void flow.announce(read.request);
  }

  return (
    <FormDialog
      title="Announce devices"
      verb="Announce"
      doing="Announcing…"
      task={task}
      onSubmit={submit}
      onClose={() => flow.close()}
    >
      <p className="quiet">{ANNOUNCING}</p>
      <AnnounceFields
        draft={draft}
        labs={labs}
        problem={problem}
        onEdit={(change) => setDraft({ ...draft, ...change })}
      />
    </FormDialog>
  );
}

interface AnnounceFieldsProps {
  readonly draft: AnnounceDraft;
  readonly labs: readonly string[];
  readonly problem: (field: AnnounceField) => string | null;
  readonly onEdit: (change: Partial<AnnounceDraft>) => void;
}

function AnnounceFields({ draft, labs, problem, onEdit }: AnnounceFieldsProps) {
  const bound = (field: keyof AnnounceDraft) => ({
    value: draft[field],
    onType: (text: string) => onEdit({ [field]: text }),
  });
  return (
    <>
      <Field label="Host names" hint="One a line." problem={problem('hostnames')}>
        {(attributes) => (
          <textarea
            {...attributes}
            className="input lines"
            rows={3}
            spellCheck={false}
            autoCapitalize="none"
            value={draft.hostnames}
            onChange={(event) => onEdit({ hostnames: event.target.value })}
          />
        )}
      </Field>
      <LabSelect labs={labs} lab={draft.lab} problem={problem('lab')} onEdit={onEdit} />
      <div className="days">
        <TextField label="From" type="date" problem={problem('days')} {...bound('from')} />
        <TextField label="To" type="date" problem={null} {...bound('to')} />
      </div>
      <TextField
        label="Technician’s e-mail"
        isOptional
        type="email"
        problem={problem('technician')}
        {...bound('technician')}
      />
    </>
  );
}

/** Today, for the only lab there is. */
function emptyDraft(labs: readonly string[]): AnnounceDraft {
  const today = dayOf(new Date().toISOString());
  const lab = onlyLab(labs);
  return { hostnames: '', lab, technician: '', from: today, to: today };
}

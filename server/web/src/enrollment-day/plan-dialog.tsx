import { useState } from 'react';
import { onlyLab } from '../flow/draft.ts';
import { dayOf } from '../local-day.ts';
import { FormDialog } from '../parts/form-dialog.tsx';
import { LabSelect } from '../parts/lab-select.tsx';
import { TextField } from '../parts/text-field.tsx';
import { PLAN_PROBLEMS, PLANNING, type PlanField } from './enrollment-day-copy.ts';
import type { DayTask, EnrollmentDayFlow } from './enrollment-day-flow.ts';
import { type PlanDraft, readPlanDraft } from './plan-draft.ts';

interface PlanDialogProps {
  readonly flow: EnrollmentDayFlow;
  readonly task: Extract<DayTask, { kind: 'plan' }>;
  readonly labs: readonly string[];
}

export function PlanDialog({ flow, task, labs }: PlanDialogProps) {
  const [draft, setDraft] = useState<PlanDraft>(() => emptyDraft(labs));
  const [tried, setTried] = useState(false);
  const read = readPlanDraft(draft);

  function submit() {
    setTried(true);
    if (read.kind === 'complete') void flow.plan(read.request);
  }

  return (
    <FormDialog
      title="Plan an enrollment day"
      verb="Plan it"
      doing="Planning…"
      task={task}
      onSubmit={submit}
      onClose={() => flow.close()}
    >
      <p className="quiet">{PLANNING}</p>
      <PlanFields
        draft={draft}
        labs={labs}
        problems={tried && read.kind === 'incomplete' ? read.problems : []}
        onEdit={(change) => setDraft({ ...draft, ...change })}
      />
    </FormDialog>
  );
}

interface PlanFieldsProps {
  readonly draft: PlanDraft;
  readonly labs: readonly string[];
  readonly problems: readonly PlanField[];
  readonly onEdit: (change: Partial<PlanDraft>) => void;
}

function PlanFields({ draft, labs, problems, onEdit }: PlanFieldsProps) {
  const problem = (field: PlanField) => (problems.includes(field) ? PLAN_PROBLEMS[field] : null);
  const bound = (field: keyof PlanDraft) => ({
    value: draft[field],
    onType: (text: string) => onEdit({ [field]: text }),
  });
  return (
    <>
      <LabSelect labs={labs} lab={draft.lab} problem={problem('lab')} onEdit={onEdit} />
      <TextField label="From" type="datetime-local" problem={problem('hours')} {...bound('from')} />
      <TextField label="To" type="datetime-local" problem={null} {...bound('to')} />
      <TextField label="Machines" problem={problem('machines')} {...bound('machines')} />
      <TextField
        label="Networks"
        hint="Such as 192.0.2.0/24, with commas between them."
        problem={problem('networks')}
        spellCheck={false}
        {...bound('networks')}
      />
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

/** Today's working hours, for the only lab there is. */
function emptyDraft(labs: readonly string[]): PlanDraft {
  const today = dayOf(new Date().toISOString());
  const lab = onlyLab(labs);
  const hours = { from: `${today}T08:00`, to: `${today}T18:00` };
  return { lab, machines: '', networks: '', technician: '', ...hours };
}

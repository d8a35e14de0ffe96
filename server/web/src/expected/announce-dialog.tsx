import { type FormEvent, useState } from 'react';
import { dayOf } from '../local-day.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { type ControlAttributes, Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
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

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (read.kind === 'complete') void flow.announce(read.request);
  }

  return (
    <Dialog title="Announce devices" onClose={() => flow.close()}>
      <form className="stack" onSubmit={submit} noValidate>
        <p className="quiet">{ANNOUNCING}</p>
        <AnnounceFields
          draft={draft}
          labs={labs}
          problem={problem}
          onEdit={(change) => setDraft({ ...draft, ...change })}
        />
        <FailureNotice failure={task.failure} />
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => flow.close()}>
            Cancel
          </button>
          <button type="submit" className="button primary" aria-busy={task.busy}>
            {task.busy ? 'Announcing…' : 'Announce'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface AnnounceFieldsProps {
  readonly draft: AnnounceDraft;
  readonly labs: readonly string[];
  readonly problem: (field: AnnounceField) => string | null;
  readonly onEdit: (change: Partial<AnnounceDraft>) => void;
}

function AnnounceFields({ draft, labs, problem, onEdit }: AnnounceFieldsProps) {
  const day = (name: 'from' | 'to') => (attributes: ControlAttributes) => (
    <input
      {...attributes}
      className="input"
      type="date"
      value={draft[name]}
      onChange={(event) => onEdit({ [name]: event.target.value })}
    />
  );
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
      <Field label="Lab" problem={problem('lab')}>
        {(attributes) => (
          <Select
            {...attributes}
            value={draft.lab}
            onChange={(event) => onEdit({ lab: event.target.value })}
          >
            {labs.length !== 1 && <option value="">Choose a lab</option>}
            {labs.map((lab) => (
              <option key={lab}>{lab}</option>
            ))}
          </Select>
        )}
      </Field>
      <div className="days">
        <Field label="From" problem={problem('days')}>
          {day('from')}
        </Field>
        <Field label="To" problem={null}>
          {day('to')}
        </Field>
      </div>
      <Field
        label={
          <>
            Technician’s e-mail <span className="quiet optional">optional</span>
          </>
        }
        problem={problem('technician')}
      >
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            type="email"
            autoComplete="off"
            value={draft.technician}
            onChange={(event) => onEdit({ technician: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

/** Today, for the only lab there is. */
function emptyDraft(labs: readonly string[]): AnnounceDraft {
  const today = dayOf(new Date().toISOString());
  const lab = labs.length === 1 ? (labs[0] ?? '') : '';
  return { hostnames: '', lab, technician: '', from: today, to: today };
}

import type { Session } from '@onbench/protocol/approval-api';
import { AUDIT_KINDS, type AuditFilter, type AuditKind } from '@onbench/protocol/audit';
import { type FormEvent, useRef } from 'react';
import { dayOf, endOfDay, startOfDay } from '../local-day.ts';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { KIND_LABELS } from './audit-copy.ts';

interface AuditFilterFormProps {
  readonly session: Session;
  readonly filter: AuditFilter;
  readonly busy: boolean;
  readonly onFilter: (filter: AuditFilter) => void;
}

/** Each field narrows the rest down. The fields are the browser's: what is looked for is what they hold when asked. */
export function AuditFilterForm({ session, filter, busy, onFilter }: AuditFilterFormProps) {
  const form = useRef<HTMLFormElement>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (form.current) onFilter(readFilter(new FormData(form.current)));
  }
  return (
    <form ref={form} className="card audit-filter" onSubmit={submit} aria-label="Filter">
      <Field label="What" problem={null}>
        {(attributes) => (
          <Select {...attributes} name="kind" defaultValue={filter.kind ?? ''}>
            <option value="">Everything</option>
            {AUDIT_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {KIND_LABELS[kind]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Lab session={session} lab={filter.lab} />
      <Day label="From" name="from" day={filter.from && dayOf(filter.from)} />
      <Day label="To" name="to" day={filter.to && dayOf(filter.to, -1)} />
      <Words label="Who" name="actor" words={filter.actor} />
      <Words label="Contains" name="text" words={filter.text} />
      <button type="submit" className="button primary tall" aria-busy={busy}>
        {busy ? 'Searching…' : 'Search'}
      </button>
    </form>
  );
}

/** By name for who sees every lab there is and ever was. */
function Lab({ session, lab }: { readonly session: Session; readonly lab: string | undefined }) {
  if (session.server_administrator) return <Words label="Lab" name="lab" words={lab} />;
  return (
    <Field label="Lab" problem={null}>
      {(attributes) => (
        <Select {...attributes} name="lab" defaultValue={lab ?? ''}>
          <option value="">All labs</option>
          {session.labs.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </Select>
      )}
    </Field>
  );
}

interface DayProps {
  readonly label: string;
  readonly name: string;
  readonly day: string | undefined;
}

function Day({ label, name, day }: DayProps) {
  return (
    <Field label={label} problem={null}>
      {(attributes) => (
        <input {...attributes} className="input" type="date" name={name} defaultValue={day} />
      )}
    </Field>
  );
}

interface WordsProps {
  readonly label: string;
  readonly name: string;
  readonly words: string | undefined;
}

function Words({ label, name, words }: WordsProps) {
  return (
    <Field label={label} problem={null}>
      {(attributes) => (
        <input
          {...attributes}
          className="input"
          name={name}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          defaultValue={words}
        />
      )}
    </Field>
  );
}

function readFilter(form: FormData): AuditFilter {
  const text = (name: string) => String(form.get(name) ?? '').trim() || undefined;
  const [from, to] = [text('from'), text('to')];
  return {
    kind: text('kind') as AuditKind | undefined,
    lab: text('lab'),
    from: from && startOfDay(from),
    to: to && endOfDay(to),
    actor: text('actor'),
    text: text('text'),
  };
}

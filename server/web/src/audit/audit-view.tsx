import { Download } from 'lucide-react';
import { useState } from 'react';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { exportAddress } from './audit-client.ts';
import { AuditFilterForm } from './audit-filter-form.tsx';
import type { AuditFlow } from './audit-flow.ts';
import { AuditList } from './audit-list.tsx';
import type { AuditStateOf } from './audit-state.ts';

interface AuditViewProps {
  readonly flow: Pick<AuditFlow, 'filter' | 'goOn'>;
  readonly state: AuditStateOf<'reading'>;
}

export function AuditView({ flow, state }: AuditViewProps) {
  const { session, filter, events, busy, failure, next } = state;
  // The form's fields are the browser's: what the list looks for is put into new ones.
  const [finds, setFinds] = useState(0);
  function find(id: string) {
    setFinds(finds + 1);
    void flow.filter({ text: id });
  }
  return (
    <div className="audit stack">
      <div className="audit-head">
        <div className="stack-tight">
          <StepHeading>Audit log</StepHeading>
          <p className="quiet">
            What happened in {describeLabs(session.labs)}, newest first. Nothing is ever changed or
            removed here.
          </p>
        </div>
        <div className="audit-exports">
          <a className="button" href={exportAddress(filter, 'csv')} download>
            <Download size={16} aria-hidden />
            CSV
          </a>
          <a className="button" href={exportAddress(filter, 'jsonl')} download>
            <Download size={16} aria-hidden />
            JSON lines
          </a>
        </div>
      </div>
      <AuditFilterForm
        key={finds}
        labs={session.labs}
        filter={filter}
        busy={busy === 'filtering'}
        onFilter={(wanted) => void flow.filter(wanted)}
      />
      <FailureNotice failure={failure} />
      <AuditList events={events} busy={busy === 'filtering'} onFind={find} />
      {next !== null && (
        <button
          type="button"
          className="button audit-older"
          aria-busy={busy === 'going-on'}
          onClick={() => void flow.goOn()}
        >
          {busy === 'going-on' ? 'Reading…' : 'Show older events'}
        </button>
      )}
    </div>
  );
}

function describeLabs(labs: readonly string[]): string {
  if (labs.length === 0) return 'your own account';
  return labs.length > 3 ? `your ${labs.length} labs` : labs.join(', ');
}

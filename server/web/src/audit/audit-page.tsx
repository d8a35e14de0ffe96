import type { Session } from '@onbench/protocol/approval-api';
import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { ConsolePage } from '../console/console-page.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { exportAddress } from './audit-client.ts';
import { describeReach } from './audit-copy.ts';
import { AuditFilterForm } from './audit-filter-form.tsx';
import type { AuditFlow, AuditState } from './audit-flow.ts';
import { AuditList } from './audit-list.tsx';

/** What happened in an administrator's labs (security.md T24). */
export function AuditPage({ flow }: { readonly flow: AuditFlow }) {
  return (
    <ConsolePage session={flow.session} current="/audit" title="Audit log">
      {(session) => <Audit flow={flow} session={session} />}
    </ConsolePage>
  );
}

function Audit({ flow, session }: { readonly flow: AuditFlow; readonly session: Session }) {
  const state = useStore(flow.store);
  useEffect(() => void flow.load(), [flow]);
  // The form's fields are the browser's: what the list looks for is put into new ones.
  const [finds, setFinds] = useState(0);
  function find(id: string) {
    setFinds(finds + 1);
    void flow.filter({ text: id });
  }
  return (
    <div className="console">
      <div className="console-head">
        <StepHeading>Audit log</StepHeading>
        <p className="quiet">{describeReach(session)}</p>
        <Exports filter={state.filter} />
      </div>
      <AuditFilterForm
        key={finds}
        session={session}
        filter={state.filter}
        busy={state.busy === 'filtering'}
        onFilter={(wanted) => void flow.filter(wanted)}
      />
      <FailureNotice failure={state.failure} />
      {state.failure && (
        <button type="button" className="button" onClick={() => flow.load()}>
          Try again
        </button>
      )}
      <Listed flow={flow} state={state} onFind={find} />
    </div>
  );
}

function Exports({ filter }: Pick<AuditState, 'filter'>) {
  return (
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
  );
}

interface ListedProps {
  readonly flow: AuditFlow;
  readonly state: AuditState;
  readonly onFind: (id: string) => void;
}

function Listed({ flow, state: { events, busy, failure, next }, onFind }: ListedProps) {
  if (!events) return failure ? null : <p role="status">Loading…</p>;
  return (
    <>
      <AuditList events={events} busy={busy === 'filtering'} onFind={onFind} />
      {next !== null && (
        <button
          type="button"
          className="button more"
          aria-busy={busy === 'going-on'}
          onClick={() => void flow.goOn()}
        >
          {busy === 'going-on' ? 'Loading…' : 'Show older events'}
        </button>
      )}
    </>
  );
}

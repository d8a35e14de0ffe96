import type { ReactNode } from 'react';
import { VERDICTS } from '../../../shared/copy/pre-flight-copy.ts';
import type { StateOf } from '../../../shared/enrollment.ts';
import { type PreFlightVerdict, preFlightVerdict } from '../../../shared/pre-flight.ts';
import { CheckList } from '../parts/check-list.tsx';
import { SupportContact } from '../parts/support-contact.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

/** What is looked at before an administrator is asked for time. When all is well nobody sees it for long. */
export function CheckingView({ state }: { state: StateOf<'checking'> }): ReactNode {
  const verdict = preFlightVerdict(state.checks);
  const { heading, what } = VERDICTS[verdict];
  return (
    <section className="view narrow checking" data-verdict={verdict}>
      <div className="stack tight">
        {/* Each verdict is news: its heading takes the focus from a button that may be gone. */}
        <ViewHeading key={verdict}>{heading}</ViewHeading>
        <p className="quiet">{what}</p>
      </div>
      <div className="card checks-card">
        <CheckList checks={state.checks} />
      </div>
      {isSettled(verdict) && (
        <p className="quiet checking-help">Asking for help? Name the number beside the result.</p>
      )}
      {isSettled(verdict) && <SupportContact />}
      <CheckingActions verdict={verdict} />
    </section>
  );
}

function CheckingActions({ verdict }: { verdict: PreFlightVerdict }): ReactNode {
  const { checkAgain, continueDespiteWarnings, cancel } = window.onbench.enrollment;
  return (
    <div className="actions checking-actions">
      {isSettled(verdict) && (
        <button type="button" className="button primary" onClick={() => void checkAgain()}>
          Check again
        </button>
      )}
      {verdict === 'warnings' && (
        <button type="button" className="button" onClick={() => void continueDespiteWarnings()}>
          Continue anyway
        </button>
      )}
      <button type="button" className="button" onClick={() => void cancel()}>
        Cancel
      </button>
    </div>
  );
}

function isSettled(verdict: PreFlightVerdict): boolean {
  return verdict === 'warnings' || verdict === 'failures';
}

import { CircleAlert, CircleSlash, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { canGoOn } from '../../../shared/can-go-on.ts';
import { failureWords } from '../../../shared/copy/failure-copy.ts';
import type { EnrollmentFailure, StateOf } from '../../../shared/enrollment.ts';
import { Facts } from '../parts/facts.tsx';
import { ProofList } from '../parts/proof-list.tsx';
import { SupportContact } from '../parts/support-contact.tsx';
import { ViewHeading } from '../parts/view-heading.tsx';

/** What ended the attempt and what to do next. */
export function FailedView({ state }: { state: StateOf<'failed'> }): ReactNode {
  const { failure } = state;
  const words = failureWords(failure);
  const tokenAtLarge = 'revocation' in failure && failure.revocation === 'could-not-revoke';
  const byChoice = failure.kind === 'cancelled';
  const Icon: LucideIcon = byChoice ? CircleSlash : CircleAlert;
  return (
    <section className="view narrow">
      <div className="card stack failure" data-by-choice={byChoice}>
        <Icon className="failure-icon" size={30} strokeWidth={1.75} aria-hidden="true" />
        <div className="stack tight">
          <ViewHeading>{words.heading}</ViewHeading>
          <div role="alert">
            <p>{words.what}</p>
            {words.token !== undefined && (
              <p className={tokenAtLarge ? 'notice warning' : undefined}>{words.token}</p>
            )}
          </div>
        </div>
        {failure.kind === 'not-proved' && <ProofList proofs={failure.proofs} />}
        {words.facts && <Facts facts={words.facts} />}
        <div className="notice next-step">
          <h2>What to do next</h2>
          <p>{words.next}</p>
        </div>
        {!byChoice && <SupportContact />}
        <FailedActions state={state} />
      </div>
    </section>
  );
}

function FailedActions({ state }: { state: StateOf<'failed'> }): ReactNode {
  const { start, dismiss, checkAgain } = window.onbench.enrollment;
  const again = againWord(state.failure);
  return (
    <div className="actions">
      {again !== null && (
        <button type="button" className="button primary" onClick={() => void checkAgain()}>
          {again}
        </button>
      )}
      <button
        type="button"
        className={again === null ? 'button primary' : 'button'}
        onClick={() => void start(state.apiBaseUrl)}
      >
        {again === null ? 'Try again' : 'Start over'}
      </button>
      <button type="button" className="button" onClick={() => void dismiss()}>
        Back
      </button>
    </div>
  );
}

/** For what may still lead to success without another approval. */
function againWord(failure: EnrollmentFailure): string | null {
  if (!canGoOn(failure)) return null;
  if (failure.kind === 'not-proved') return 'Check again';
  return failure.kind === 'interrupted' ? 'Continue' : 'Try again';
}

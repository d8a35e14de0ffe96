import { SIGN_IN_PROBLEMS, type SignInProblem } from '@onbench/protocol/approval-api';
import { useEffect } from 'react';
import { failure } from '../api/failure.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { tellOtherWindows } from './provider-window.ts';

/** Where the organisation sends its window back to: it tells the page that waits, and closes. */
export function ProviderReturnPage({ problem }: { readonly problem: SignInProblem | null }) {
  useEffect(() => {
    document.title = `${problem ? 'Not signed in' : 'Signed in'} · Onbench`;
    tellOtherWindows(problem);
    // Browsers close only what a script opened: a window that stays says what to do.
    window.close();
  }, [problem]);
  return (
    <>
      <PageHeader session={null} current={null} onSignOut={async () => null} />
      <main className="step">
        <section className="card narrow stack">
          <StepHeading>{problem ? 'You are not signed in' : 'You are signed in'}</StepHeading>
          <FailureNotice failure={problem && failure(problem)} />
          <p>Close this window and go on in the one that you came from.</p>
        </section>
      </main>
    </>
  );
}

/** Null: nothing went wrong, as far as the address says. */
export function readProblem(search: string): SignInProblem | null {
  const named = new URLSearchParams(search).get('problem');
  if (named === null) return null;
  return SIGN_IN_PROBLEMS.find((problem) => problem === named) ?? 'provider_refused';
}

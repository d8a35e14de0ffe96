import { type ReactNode, useEffect } from 'react';
import { TITLES } from '../copy.ts';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import type { PageState } from '../flow/entry-state.ts';
import { PageHeader } from './page-header.tsx';

interface PageFrameProps {
  readonly flow: Pick<ApprovalFlow, 'signOut'>;
  readonly state: PageState<unknown, unknown>;
  readonly children: ReactNode;
}

/** What stands around every step: the tab's title, and who is signed in. */
export function PageFrame({ flow, state, children }: PageFrameProps) {
  useEffect(() => {
    document.title = TITLES[state.kind];
  }, [state.kind]);
  const email = 'session' in state ? state.session.administrator.email : null;
  return (
    <>
      <PageHeader email={email} onSignOut={() => flow.signOut()} />
      <main key={state.kind} className={`step ${state.kind}`}>
        {children}
      </main>
    </>
  );
}

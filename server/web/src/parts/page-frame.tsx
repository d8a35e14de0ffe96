import { type ReactNode, useEffect } from 'react';
import { TITLES } from '../copy.ts';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import type { PageState } from '../flow/entry-state.ts';
import type { PagePath } from './navigation.tsx';
import { PageHeader } from './page-header.tsx';

interface PageFrameProps {
  readonly flow: Pick<ApprovalFlow, 'signOut'>;
  readonly state: PageState<unknown, unknown>;
  readonly current: PagePath | null;
  readonly children: ReactNode;
}

/** What stands around every step: the tab's title, and who is signed in. */
export function PageFrame({ flow, state, current, children }: PageFrameProps) {
  useEffect(() => {
    document.title = TITLES[state.kind];
  }, [state.kind]);
  const session = 'session' in state ? state.session : null;
  return (
    <>
      <PageHeader session={session} current={current} onSignOut={() => flow.signOut()} />
      <main key={state.kind} className={`step ${state.kind}`}>
        {children}
      </main>
    </>
  );
}

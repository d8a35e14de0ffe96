import type { Session } from '@onbench/protocol/approval-api';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import type { PagePath } from '../parts/navigation.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import { OpeningStep } from '../steps/opening-step.tsx';
import { SignInStep } from '../steps/sign-in-step.tsx';
import type { SessionFlow } from './session-flow.ts';

interface ConsolePageProps {
  readonly session: SessionFlow;
  readonly current: PagePath;
  readonly title: string;
  readonly children: (session: Session) => ReactNode;
}

/** What stands around every list of the administrators: the title, the navigation, and signing in before anything. */
export function ConsolePage({ session: flow, current, title, children }: ConsolePageProps) {
  const state = useStore(flow.store);
  useEffect(() => {
    document.title = `${state.kind === 'sign-in' ? 'Sign in' : title} · Onbench`;
  }, [state.kind, title]);
  const session = state.kind === 'signed-in' ? state.session : null;
  return (
    <>
      <PageHeader session={session} current={current} onSignOut={() => flow.signOut()} />
      <main key={state.kind} className="step">
        {state.kind === 'opening' && <OpeningStep flow={flow} state={state} />}
        {state.kind === 'sign-in' && <SignInStep flow={flow} state={state} />}
        {session && children(session)}
      </main>
    </>
  );
}

import type { Session } from '@onbench/protocol/approval-api';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import type { PagePath } from '../parts/navigation.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import { ConfirmSignIn } from '../session/confirm-sign-in.tsx';
import { OpeningStep } from '../session/opening-step.tsx';
import type { SessionFlow } from '../session/session-flow.ts';
import { SignInStep } from '../session/sign-in-step.tsx';

interface ConsolePageProps {
  readonly session: SessionFlow;
  /** Null: it is not in the navigation. */
  readonly current: PagePath | null;
  readonly title: string;
  /** Where in the page, for one of several steps: each begins with its heading in focus. */
  readonly step?: string;
  readonly children: (session: Session) => ReactNode;
}

/** What stands around every page: the title, the navigation, and signing in before anything. */
export function ConsolePage({ session: flow, current, title, step, children }: ConsolePageProps) {
  const state = useStore(flow.store);
  useEffect(() => {
    document.title = `${state.kind === 'sign-in' ? 'Sign in' : title} · Onbench`;
  }, [state.kind, title]);
  const session = state.kind === 'signed-in' ? state.session : null;
  const name = (session && step) ?? state.kind;
  return (
    <>
      <PageHeader session={session} current={current} onSignOut={() => flow.signOut()} />
      <main key={name} className={`step ${name}`}>
        {state.kind === 'opening' && <OpeningStep flow={flow} state={state} />}
        {state.kind === 'sign-in' && <SignInStep flow={flow} state={state} />}
        {session && children(session)}
      </main>
      <ConfirmSignIn flow={flow} />
    </>
  );
}

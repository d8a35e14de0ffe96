import { useEffect } from 'react';
import { useStore } from 'zustand';
import { assertNever } from '../assert-never.ts';
import { PageHeader } from '../parts/page-header.tsx';
import { OpeningStep } from '../steps/opening-step.tsx';
import { SignInStep } from '../steps/sign-in-step.tsx';
import type { AuditFlow } from './audit-flow.ts';
import type { AuditState } from './audit-state.ts';
import { AuditView } from './audit-view.tsx';

/** What happened in an administrator's labs (security.md T24). */
export function AuditPage({ flow }: { readonly flow: AuditFlow }) {
  const state = useStore(flow.store);
  useEffect(() => {
    document.title = 'Audit log · Onbench';
  }, []);
  const session = state.kind === 'reading' ? state.session : null;
  return (
    <>
      <PageHeader session={session} current="/audit" onSignOut={() => flow.signOut()} />
      <main key={state.kind} className={`step ${state.kind}`}>
        <Step flow={flow} state={state} />
      </main>
    </>
  );
}

function Step({ flow, state }: { readonly flow: AuditFlow; readonly state: AuditState }) {
  switch (state.kind) {
    case 'opening':
      return <OpeningStep flow={flow} state={state} />;
    case 'sign-in':
      return <SignInStep flow={flow} state={state} purpose="To read what happened in your labs." />;
    case 'reading':
      return <AuditView flow={flow} state={state} />;
    default:
      return assertNever(state);
  }
}

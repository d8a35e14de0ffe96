import { type ReactNode, useEffect } from 'react';
import { assertNever } from '../../shared/assert-never.ts';
import type { EnrollmentState } from '../../shared/enrollment.ts';
import type { AppInfo } from '../../shared/preferences.ts';
import type { RegistrationsState } from '../../shared/registrations.ts';
import { useMainMirror } from './main-mirror.ts';
import { languageOfTexts, useManagedSettings } from './managed.ts';
import { WindowFrame } from './parts/window-frame.tsx';
import { HomeView } from './registrations/home-view.tsx';
import { AwaitingApprovalView } from './views/awaiting-approval-view.tsx';
import { CheckingView } from './views/checking-view.tsx';
import { EnrolledView } from './views/enrolled-view.tsx';
import { FailedView } from './views/failed-view.tsx';
import { FinishingView } from './views/finishing-view.tsx';
import { RecoveryView } from './views/recovery-view.tsx';
import { RequestingCodeView } from './views/requesting-code-view.tsx';

/** The window: empty until main has said what there is to show. */
export function App(): ReactNode {
  const { state, info, registrations } = useMainMirror();
  const language = languageOfTexts(useManagedSettings()?.language ?? null);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  if (state === null || info === null || registrations === null) return null;
  return (
    <WindowFrame info={info}>
      <StateView state={state} info={info} registrations={registrations} />
    </WindowFrame>
  );
}

interface StateViewProps {
  readonly state: EnrollmentState;
  readonly info: AppInfo;
  readonly registrations: RegistrationsState;
}

function StateView({ state, info, registrations }: StateViewProps): ReactNode {
  switch (state.kind) {
    case 'idle':
      return <HomeView registrations={registrations} policy={info.policy} />;
    case 'checking':
      return <CheckingView state={state} />;
    case 'requesting-code':
      return <RequestingCodeView state={state} />;
    case 'awaiting-approval':
      return <AwaitingApprovalView state={state} />;
    case 'finishing':
      return <FinishingView state={state} />;
    case 'recovery':
      return <RecoveryView state={state} info={info} />;
    case 'enrolled':
      return <EnrolledView state={state} info={info} />;
    case 'failed':
      return <FailedView state={state} />;
    default:
      return assertNever(state);
  }
}

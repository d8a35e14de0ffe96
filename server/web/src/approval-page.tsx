import type { Session } from '@onbench/protocol/approval-api';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { assertNever } from './assert-never.ts';
import { ConsolePage } from './console/console-page.tsx';
import { STEP_TITLES } from './copy.ts';
import type { ApprovalFlow } from './flow/approval-flow.ts';
import type { FlowState } from './flow/flow-state.ts';
import { ExpectedRequest } from './inbox/expected-request.tsx';
import type { PagePath } from './parts/navigation.tsx';
import { EnterCodeStep } from './steps/enter-code-step.tsx';
import { OutcomeStep } from './steps/outcome-step.tsx';
import { ReviewStep } from './steps/review-step.tsx';

interface ApprovalPageProps {
  readonly flow: ApprovalFlow;
  /** From where in the navigation it was opened. */
  readonly current?: PagePath;
  /** What is known before a code is. */
  readonly about?: ReactNode;
}

export function ApprovalPage({ flow, current = '/device', about }: ApprovalPageProps) {
  const state = useStore(flow.store);
  return (
    <ConsolePage
      session={flow.session}
      current={current}
      title={STEP_TITLES[state.kind]}
      step={state.kind}
    >
      {(session) => <Step flow={flow} state={state} session={session} about={about} />}
    </ConsolePage>
  );
}

interface StepProps extends Pick<ApprovalPageProps, 'about'> {
  readonly flow: ApprovalFlow;
  readonly state: FlowState;
  readonly session: Session;
}

function Step({ flow, state, session, about }: StepProps) {
  switch (state.kind) {
    case 'enter-code':
      return (
        <EnterCodeStep
          flow={flow}
          state={state}
          heading="Enter the workstation’s code"
          place="in Onbench on the workstation"
          about={about ?? (flow.expected && <ExpectedRequest grant={flow.expected} />)}
        />
      );
    case 'review':
      return <ReviewStep flow={flow} state={state} session={session} />;
    case 'outcome':
      return <OutcomeStep flow={flow} state={state} />;
    default:
      return assertNever(state);
  }
}

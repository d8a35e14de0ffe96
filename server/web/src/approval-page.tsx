import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { assertNever } from './assert-never.ts';
import type { ApprovalFlow } from './flow/approval-flow.ts';
import type { FlowState } from './flow/flow-state.ts';
import { ExpectedRequest } from './inbox/expected-request.tsx';
import type { PagePath } from './parts/navigation.tsx';
import { PageFrame } from './parts/page-frame.tsx';
import { EnterCodeStep } from './steps/enter-code-step.tsx';
import { OpeningStep } from './steps/opening-step.tsx';
import { OutcomeStep } from './steps/outcome-step.tsx';
import { ReviewStep } from './steps/review-step.tsx';
import { SignInStep } from './steps/sign-in-step.tsx';

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
    <PageFrame flow={flow} state={state} current={current}>
      <Step flow={flow} state={state} about={about} />
    </PageFrame>
  );
}

interface StepProps extends Pick<ApprovalPageProps, 'about'> {
  readonly flow: ApprovalFlow;
  readonly state: FlowState;
}

function Step({ flow, state, about }: StepProps) {
  switch (state.kind) {
    case 'opening':
      return <OpeningStep flow={flow} state={state} />;
    case 'sign-in':
      return <SignInStep flow={flow} state={state} />;
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
      return <ReviewStep flow={flow} state={state} />;
    case 'outcome':
      return <OutcomeStep flow={flow} state={state} />;
    default:
      return assertNever(state);
  }
}

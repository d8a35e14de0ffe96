import { useStore } from 'zustand';
import { assertNever } from './assert-never.ts';
import type { ApprovalFlow } from './flow/approval-flow.ts';
import type { FlowState } from './flow/flow-state.ts';
import { PageFrame } from './parts/page-frame.tsx';
import { EnterCodeStep } from './steps/enter-code-step.tsx';
import { OpeningStep } from './steps/opening-step.tsx';
import { OutcomeStep } from './steps/outcome-step.tsx';
import { ReviewStep } from './steps/review-step.tsx';
import { SignInStep } from './steps/sign-in-step.tsx';

export function ApprovalPage({ flow }: { readonly flow: ApprovalFlow }) {
  const state = useStore(flow.store);
  return (
    <PageFrame flow={flow} state={state}>
      <Step flow={flow} state={state} />
    </PageFrame>
  );
}

interface StepProps {
  readonly flow: ApprovalFlow;
  readonly state: FlowState;
}

function Step({ flow, state }: StepProps) {
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

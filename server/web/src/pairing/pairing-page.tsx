import { useStore } from 'zustand';
import { assertNever } from '../assert-never.ts';
import { PageFrame } from '../parts/page-frame.tsx';
import { EnterCodeStep } from '../steps/enter-code-step.tsx';
import { OpeningStep } from '../steps/opening-step.tsx';
import { SignInStep } from '../steps/sign-in-step.tsx';
import type { PairingFlow } from './pairing-flow.ts';
import { PairingOutcomeStep } from './pairing-outcome-step.tsx';
import { PairingReviewStep } from './pairing-review-step.tsx';
import type { PairingState } from './pairing-state.ts';

/** Pairs a person's own device (protocol.md section 2). */
export function PairingPage({ flow }: { readonly flow: PairingFlow }) {
  const state = useStore(flow.store);
  return (
    <PageFrame flow={flow} state={state} current={null}>
      <Step flow={flow} state={state} />
    </PageFrame>
  );
}

interface StepProps {
  readonly flow: PairingFlow;
  readonly state: PairingState;
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
          heading="Enter the device’s code"
          place="on the device’s screen"
        />
      );
    case 'review':
      return <PairingReviewStep flow={flow} state={state} />;
    case 'outcome':
      return <PairingOutcomeStep flow={flow} state={state} />;
    default:
      return assertNever(state);
  }
}

import { useStore } from 'zustand';
import { assertNever } from '../assert-never.ts';
import { ConsolePage } from '../console/console-page.tsx';
import { STEP_TITLES } from '../copy.ts';
import { EnterCodeStep } from '../steps/enter-code-step.tsx';
import type { PairingFlow } from './pairing-flow.ts';
import { PairingOutcomeStep } from './pairing-outcome-step.tsx';
import { PairingReviewStep } from './pairing-review-step.tsx';
import type { PairingState } from './pairing-state.ts';

/** Pairs a person's own device (protocol.md section 2). */
export function PairingPage({ flow }: { readonly flow: PairingFlow }) {
  const state = useStore(flow.store);
  return (
    <ConsolePage
      session={flow.session}
      current={null}
      title={STEP_TITLES[state.kind]}
      step={state.kind}
    >
      {() => <Step flow={flow} state={state} />}
    </ConsolePage>
  );
}

interface StepProps {
  readonly flow: PairingFlow;
  readonly state: PairingState;
}

function Step({ flow, state }: StepProps) {
  switch (state.kind) {
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

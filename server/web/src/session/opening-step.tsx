import { useEffect } from 'react';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import type { SessionFlow } from './session-flow.ts';
import type { SessionState } from './session-state.ts';

interface OpeningStepProps {
  readonly flow: SessionFlow;
  readonly state: Extract<SessionState, { kind: 'opening' }>;
}

export function OpeningStep({ flow, state }: OpeningStepProps) {
  useEffect(() => void flow.open(), [flow]);
  if (!state.failure) {
    return (
      <p role="status" className="quiet opening">
        Opening…
      </p>
    );
  }
  return (
    <section className="card narrow stack">
      <StepHeading>This page could not open</StepHeading>
      <FailureNotice failure={state.failure} />
      <button type="button" className="button primary tall" onClick={() => flow.open()}>
        Try again
      </button>
    </section>
  );
}

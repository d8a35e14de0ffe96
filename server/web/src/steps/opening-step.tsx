import { useEffect } from 'react';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import type { EntryStateOf } from '../flow/entry-state.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';

interface OpeningStepProps {
  readonly flow: Pick<ApprovalFlow, 'open'>;
  readonly state: Pick<EntryStateOf<'opening'>, 'failure'>;
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

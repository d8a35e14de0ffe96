import { type FormEvent, useRef, useState } from 'react';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { CodeComparison } from './code-comparison.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { findPairingProblems, type PairingField } from './pairing-draft.ts';
import type { PairingFlow } from './pairing-flow.ts';
import { PairingForm } from './pairing-form.tsx';
import type { PairingStateOf } from './pairing-state.ts';

interface PairingReviewStepProps {
  readonly flow: PairingFlow;
  readonly state: PairingStateOf<'review'>;
}

export function PairingReviewStep({ flow, state }: PairingReviewStepProps) {
  const { review, busy, failure } = state;
  const { form, problems, approve } = useApproval({ flow, state });
  const edit = flow.edit.bind(flow);
  return (
    <form ref={form} className="review" onSubmit={approve} noValidate>
      <StepHeading>Pair this device?</StepHeading>
      {/* Deny stands first in the tab order, before anything that leads to Approve (security.md T01). */}
      <button type="button" className="button danger tall deny" onClick={() => flow.deny()}>
        {busy === 'denying' ? 'Denying…' : 'Deny'}
      </button>
      <button type="button" className="link" onClick={() => flow.enterAnotherCode()}>
        Enter another code
      </button>
      <div className="review-body">
        <div className="stack">
          <DeviceFacts found={review.found} />
          <CodeComparison review={review} asksToCompare={problems.has('compared')} onEdit={edit} />
        </div>
        <PairingForm review={review} problems={problems} onEdit={edit} />
        <div className="decision-failure">
          <FailureNotice failure={failure} />
        </div>
      </div>
      <div className="decision-bar" />
      <button type="submit" className="button primary tall approve" aria-busy={busy !== null}>
        {busy === 'approving' ? 'Approving…' : 'Approve'}
      </button>
    </form>
  );
}

/** Problems are told when Approve is pressed, and go away as they are mended. */
function useApproval({ flow, state }: PairingReviewStepProps) {
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const found = findPairingProblems(state.review.draft);
  const problems: ReadonlySet<PairingField> = new Set(tried ? found : []);

  function approve(event: FormEvent) {
    event.preventDefault();
    const [first] = found;
    setTried(first !== undefined);
    if (first === undefined) void flow.approve();
    else form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }
  return { form, problems, approve };
}

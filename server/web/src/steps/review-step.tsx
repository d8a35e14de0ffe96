import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import { type DraftField, findProblems, offeredScopes } from '../flow/draft.ts';
import type { StateOf } from '../flow/flow-state.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { Comparison } from '../review/comparison.tsx';
import { GrantForm } from '../review/grant-form.tsx';
import { RequestFacts } from '../review/request-facts.tsx';

interface ReviewStepProps {
  readonly flow: ApprovalFlow;
  readonly state: StateOf<'review'>;
}

export function ReviewStep({ flow, state }: ReviewStepProps) {
  const { review, session, busy, failure } = state;
  const { form, problems, approve } = useApproval(flow, state);
  const edit = flow.edit.bind(flow);
  return (
    <form ref={form} className="review" onSubmit={approve} noValidate>
      <StepHeading>Review this request</StepHeading>
      {/* Deny stands first in the tab order, before anything that leads to Approve (security.md T01). The style sheet
          shows it beside Approve. */}
      <button type="button" className="button danger tall deny" onClick={() => flow.deny()}>
        {busy === 'denying' ? 'Denying…' : 'Deny'}
      </button>
      <button type="button" className="link" onClick={() => flow.enterAnotherCode()}>
        Enter another code
      </button>
      <div className="review-body">
        <div className="stack">
          <RequestFacts found={review.found} />
          <Comparison review={review} asksToCompare={problems.has('compared')} onEdit={edit} />
        </div>
        <GrantForm
          draft={review.draft}
          labs={session.labs}
          offered={offeredScopes(review.found.grant)}
          problems={problems}
          onEdit={edit}
        />
        <DecisionFailure failure={failure} />
      </div>
      <div className="decision-bar" />
      <button type="submit" className="button primary tall approve" aria-busy={busy !== null}>
        {busy === 'approving' ? 'Approving…' : 'Approve'}
      </button>
    </form>
  );
}

function DecisionFailure({ failure }: Pick<StateOf<'review'>, 'failure'>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (failure) place.current?.focus();
  }, [failure]);
  return (
    <div ref={place} tabIndex={-1} className="decision-failure">
      <FailureNotice failure={failure} />
    </div>
  );
}

/** Problems are told when Approve is pressed, and go away as they are mended. */
function useApproval(flow: ApprovalFlow, state: StateOf<'review'>) {
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const found = findProblems(state.review.draft);
  const problems: ReadonlySet<DraftField> = new Set(tried ? found : []);

  function approve(event: FormEvent) {
    event.preventDefault();
    const [first] = found;
    setTried(first !== undefined);
    if (first === undefined) void flow.approve();
    else form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }
  return { form, problems, approve };
}

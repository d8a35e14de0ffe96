import type { Session } from '@onbench/protocol/approval-api';
import { formatUserCode } from '@onbench/protocol/user-code';
import { COMPARISON_WORDS, DRAFT_PROBLEMS } from '../copy.ts';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import { findProblems, offeredScopes } from '../flow/draft.ts';
import type { StateOf } from '../flow/flow-state.ts';
import { Comparison } from '../review/comparison.tsx';
import { DecisionForm } from '../review/decision-form.tsx';
import { GrantForm } from '../review/grant-form.tsx';
import { RequestFacts } from '../review/request-facts.tsx';

interface ReviewStepProps {
  readonly flow: ApprovalFlow;
  readonly state: StateOf<'review'>;
  readonly session: Session;
}

export function ReviewStep({ flow, state, session }: ReviewStepProps) {
  const { review } = state;
  const { grant } = review.found;
  const fingerprint = grant.key_fingerprint;
  return (
    <DecisionForm
      title="Review this request"
      flow={flow}
      state={state}
      missing={findProblems(review.draft, grant)}
    >
      {(problems) => (
        <>
          <div className="stack">
            <RequestFacts found={review.found} />
            <Comparison
              words={COMPARISON_WORDS[fingerprint === null ? 'code' : 'code-and-key']}
              code={formatUserCode(review.userCode)}
              fingerprint={fingerprint}
              compared={review.draft.compared}
              problem={problems.has('compared') ? DRAFT_PROBLEMS.compared : null}
              onCompare={(compared) => flow.edit({ compared })}
            />
          </div>
          <GrantForm
            draft={review.draft}
            labs={session.labs}
            offered={offeredScopes(grant, session)}
            asksForReason={asksForReason(state)}
            problems={problems}
            onEdit={(change) => flow.edit(change)}
          />
        </>
      )}
    </DecisionForm>
  );
}

/** As far as the page knows; the server, which knows better, may ask for it too. */
function asksForReason({ review, failure }: StateOf<'review'>): boolean {
  const { found, draft } = review;
  return (
    found.grant.reason_needed_in.includes(draft.lab) ||
    draft.reason !== '' ||
    failure?.code === 'reason_required'
  );
}

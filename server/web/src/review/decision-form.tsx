import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Failure } from '../api/failure.ts';
import type { CodeFlow } from '../flow/code-flow.ts';
import type { ReviewState } from '../flow/page-state.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';

interface DecisionFormProps<Field extends string> {
  readonly title: string;
  readonly flow: Pick<CodeFlow<never, never>, 'deny' | 'approve' | 'enterAnotherCode'>;
  readonly state: ReviewState<unknown>;
  /** What is missing before it can be approved, by the names of the fields, in their order. */
  readonly missing: readonly Field[];
  /** Is given the fields that are to be marked. */
  readonly children: (problems: ReadonlySet<Field>) => ReactNode;
}

/** A request with its two answers, whatever it is for. */
export function DecisionForm<Field extends string>(props: DecisionFormProps<Field>) {
  const { title, flow, state, children } = props;
  const { busy, failure } = state;
  const { form, problems, approve } = useApproval(props);
  return (
    <form ref={form} className="review" onSubmit={approve} noValidate>
      <StepHeading>{title}</StepHeading>
      {/* Deny stands first in the tab order, before anything that leads to Approve (security.md T01). The style sheet
            shows it beside Approve. */}
      <button type="button" className="button danger tall deny" onClick={() => void flow.deny()}>
        {busy === 'denying' ? 'Denying…' : 'Deny'}
      </button>
      <button type="button" className="link" onClick={() => flow.enterAnotherCode()}>
        Enter another code
      </button>
      <div className="review-body">
        {children(problems)}
        <DecisionFailure failure={failure} />
      </div>
      <div className="decision-bar" />
      <button type="submit" className="button primary tall approve" aria-busy={busy !== null}>
        {busy === 'approving' ? 'Approving…' : 'Approve'}
      </button>
    </form>
  );
}

function DecisionFailure({ failure }: { readonly failure: Failure | null }) {
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
function useApproval<Field extends string>({
  flow,
  missing,
}: Pick<DecisionFormProps<Field>, 'flow' | 'missing'>) {
  const form = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const problems: ReadonlySet<Field> = new Set(tried ? missing : []);

  function approve(event: FormEvent) {
    event.preventDefault();
    const [first] = missing;
    setTried(first !== undefined);
    if (first === undefined) void flow.approve();
    else form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  }
  return { form, problems, approve };
}

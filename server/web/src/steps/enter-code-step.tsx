import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { describeFailure } from '../copy.ts';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import type { EnterCodeState } from '../flow/page-state.ts';
import { formatPartialCode } from '../format-typed-code.ts';
import { Field } from '../parts/field.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { UserCodeInput } from '../parts/user-code-input.tsx';

interface EnterCodeStepProps {
  readonly flow: Pick<ApprovalFlow, 'lookUp'>;
  readonly state: EnterCodeState;
  /** Who shows the code, and where on it. */
  readonly heading: string;
  readonly place: string;
  /** What is known of the request before its code is. */
  readonly about?: ReactNode;
}

export function EnterCodeStep({ flow, state, heading, place, about }: EnterCodeStepProps) {
  const [typed, setTyped] = useState(() => formatPartialCode(state.typed));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (state.failure) input.current?.focus();
  }, [state.failure]);

  function submit(event: FormEvent) {
    event.preventDefault();
    void flow.lookUp(typed);
  }

  return (
    <section className="card narrow stack">
      <div className="stack-tight">
        <StepHeading>{heading}</StepHeading>
        {about ?? (
          <p className="quiet">You will see which machine is asking before you decide anything.</p>
        )}
      </div>
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label="Code"
          hint={`Eight letters, as shown ${place}. Capitals, spaces and dashes do not matter.`}
          problem={state.failure && describeFailure(state.failure)}
        >
          {(attributes) => (
            <UserCodeInput {...attributes} ref={input} value={typed} onChange={setTyped} />
          )}
        </Field>
        <button type="submit" className="button primary tall" aria-busy={state.busy}>
          {state.busy ? 'Looking it up…' : 'Continue'}
        </button>
      </form>
    </section>
  );
}

import { signInRequest } from '@onbench/protocol/approval-api';
import { Secret } from '@onbench/protocol/secret';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { SIGN_IN_REASONS } from '../copy.ts';
import type { ApprovalFlow } from '../flow/approval-flow.ts';
import type { EntryStateOf } from '../flow/entry-state.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Field } from '../parts/field.tsx';
import { StepHeading } from '../parts/step-heading.tsx';

interface SignInStepProps {
  readonly flow: Pick<ApprovalFlow, 'signIn'>;
  readonly state: Omit<EntryStateOf<'sign-in'>, 'next'>;
  readonly purpose?: string;
}

export function SignInStep({
  flow,
  state,
  purpose = 'To approve or deny a machine’s request for access.',
}: SignInStepProps) {
  const { email, password, missing, submit } = useSignInForm({ flow, state });
  return (
    <section className="card narrow stack">
      <div className="stack-tight">
        <StepHeading>Sign in</StepHeading>
        <p className="quiet">{purpose}</p>
      </div>
      <Reason reason={state.reason} />
      <form className="stack" onSubmit={submit} noValidate>
        <Field
          label="E-mail"
          problem={
            missing.has('email') ? 'Enter your e-mail address, such as name@lab.example.' : null
          }
        >
          {(attributes) => (
            <input
              {...attributes}
              ref={email}
              className="input"
              type="email"
              name="email"
              autoComplete="username"
              defaultValue={state.email}
            />
          )}
        </Field>
        <Field label="Password" problem={missing.has('password') ? 'Enter your password.' : null}>
          {(attributes) => (
            <input
              {...attributes}
              ref={password}
              className="input"
              type="password"
              name="password"
              autoComplete="current-password"
            />
          )}
        </Field>
        <FailureNotice failure={state.failure} />
        <button type="submit" className="button primary tall" aria-busy={state.busy}>
          {state.busy ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </section>
  );
}

function Reason({ reason }: Pick<EntryStateOf<'sign-in'>, 'reason'>) {
  const words = SIGN_IN_REASONS[reason];
  return (
    words && (
      <p className="notice" role="status">
        {words}
      </p>
    )
  );
}

/** Both inputs are uncontrolled: the password stands in the field and in the request, nowhere else. */
function useSignInForm({ flow, state }: SignInStepProps) {
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());

  useEffect(() => {
    if (state.failure?.code !== 'wrong_credentials' || !password.current) return;
    password.current.value = '';
    password.current.focus();
  }, [state.failure]);

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = { email: email.current?.value.trim(), password: password.current?.value };
    const parsed = signInRequest.safeParse(typed);
    const fields = parsed.error?.issues.map((issue) => String(issue.path[0])) ?? [];
    setMissing(new Set(fields));
    if (parsed.success) void flow.signIn(parsed.data.email, new Secret(parsed.data.password));
    else (fields.includes('email') ? email : password).current?.focus();
  }
  return { email, password, missing, submit };
}

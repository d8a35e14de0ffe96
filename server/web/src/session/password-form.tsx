import { signInRequest } from '@onbench/protocol/approval-api';
import { Secret } from '@onbench/protocol/secret';
import { type FormEvent, useRef, useState } from 'react';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Field } from '../parts/field.tsx';
import { PasswordField } from './password-field.tsx';
import type { SessionFlow } from './session-flow.ts';
import type { SignInState } from './session-state.ts';

interface PasswordFormProps {
  readonly flow: SessionFlow;
  readonly state: SignInState;
}

export function PasswordForm({ flow, state }: PasswordFormProps) {
  const { email, password, missing, submit } = useSignInForm(flow);
  const busy = state.awaiting === 'password';
  return (
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
      <PasswordField
        input={password}
        problem={missing.has('password') ? 'Enter your password.' : null}
        failure={state.failure}
      />
      <FailureNotice failure={state.failure} />
      <button type="submit" className="button primary tall" aria-busy={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </button>
    </form>
  );
}

function useSignInForm(flow: SessionFlow) {
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState<ReadonlySet<string>>(new Set());

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

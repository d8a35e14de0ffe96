import { type RefObject, useEffect } from 'react';
import type { Failure } from '../api/failure.ts';
import { Field } from '../parts/field.tsx';

interface PasswordFieldProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly problem: string | null;
  /** Of the sign-in: after a wrong password the field is empty again, and in focus. */
  readonly failure: Failure | null;
}

/** The input is uncontrolled: the password stands in it and in the request, nowhere else. */
export function PasswordField({ input, problem, failure }: PasswordFieldProps) {
  useEffect(() => {
    if (failure?.code !== 'wrong_credentials' || !input.current) return;
    input.current.value = '';
    input.current.focus();
  }, [failure, input]);
  return (
    <Field label="Password" problem={problem}>
      {(attributes) => (
        <input
          {...attributes}
          ref={input}
          className="input"
          type="password"
          name="password"
          autoComplete="current-password"
        />
      )}
    </Field>
  );
}

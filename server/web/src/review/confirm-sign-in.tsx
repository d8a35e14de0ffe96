import { Secret } from '@onbench/protocol/secret';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { CONFIRM_PROBLEMS } from '../copy.ts';
import type { CodeFlow } from '../flow/code-flow.ts';
import type { ReviewState } from '../flow/entry-state.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Field } from '../parts/field.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';

interface ConfirmSignInProps {
  readonly flow: Pick<CodeFlow<never, never>, 'confirm' | 'stopConfirming'>;
  readonly state: Pick<ReviewState<unknown>, 'session' | 'confirming'>;
}

/** Asks for the password over the review, so that nothing that was filled in is lost (security.md T01). */
export function ConfirmSignIn({ flow, state }: ConfirmSignInProps) {
  const { session, confirming } = state;
  if (!confirming) return null;
  return <Dialog flow={flow} email={session.administrator.email} confirming={confirming} />;
}

interface DialogProps {
  readonly flow: ConfirmSignInProps['flow'];
  readonly email: string;
  readonly confirming: NonNullable<ReviewState<unknown>['confirming']>;
}

function Dialog({ flow, email, confirming }: DialogProps) {
  const { dialog, password, missing, submit } = useConfirmation(flow, confirming);
  const isWrong = confirming.failure?.code === 'wrong_credentials';
  const wrong = isWrong ? CONFIRM_PROBLEMS.wrong : null;
  return (
    <dialog
      ref={dialog}
      className="card confirm"
      aria-labelledby="confirm-title"
      onCancel={(event) => {
        event.preventDefault();
        flow.stopConfirming();
      }}
    >
      <form className="stack" onSubmit={submit} noValidate>
        <div className="stack-tight">
          <h2 id="confirm-title">Confirm that it is you</h2>
          <p className="quiet">
            You signed in more than 5 minutes ago. Enter the password of{' '}
            <ForeignText className="strong" text={email} /> to approve.
          </p>
        </div>
        <Field label="Password" problem={missing ? CONFIRM_PROBLEMS.missing : wrong}>
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
        {wrong === null && <FailureNotice failure={confirming.failure} />}
        <div className="confirm-actions">
          <button type="button" className="button tall" onClick={() => flow.stopConfirming()}>
            Back
          </button>
          <button type="submit" className="button primary tall" aria-busy={confirming.busy}>
            {confirming.busy ? 'Signing in…' : 'Sign in and approve'}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The input is uncontrolled: the password stands in the field and in the request, nowhere else. */
function useConfirmation(flow: ConfirmSignInProps['flow'], { failure }: DialogProps['confirming']) {
  const dialog = useRef<HTMLDialogElement>(null);
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);

  useEffect(() => {
    dialog.current?.showModal();
    password.current?.focus();
  }, []);

  useEffect(() => {
    if (failure?.code !== 'wrong_credentials' || !password.current) return;
    password.current.value = '';
    password.current.focus();
  }, [failure]);

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = password.current?.value ?? '';
    setMissing(typed === '');
    if (typed === '') password.current?.focus();
    else void flow.confirm(new Secret(typed));
  }
  return { dialog, password, missing, submit };
}

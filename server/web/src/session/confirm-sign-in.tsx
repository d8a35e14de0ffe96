import { Secret } from '@onbench/protocol/secret';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { CONFIRM_PROBLEMS } from '../copy.ts';
import { Dialog } from '../parts/dialog.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { ForeignText } from '../parts/foreign-text.tsx';
import { PasswordField } from './password-field.tsx';
import { ProviderButton } from './provider-button.tsx';
import type { SessionFlow } from './session-flow.ts';
import type { SigningIn } from './session-state.ts';

/** Asks over the page who it is, so that nothing that was filled in is lost (security.md T01). */
export function ConfirmSignIn({ flow }: { readonly flow: SessionFlow }) {
  const state = useStore(flow.store);
  if (state.kind !== 'signed-in' || !state.confirming) return null;
  const { email } = state.session.administrator;
  return (
    <Dialog title="Confirm that it is you" onClose={() => flow.stopConfirming()}>
      <p>
        You signed in more than 5 minutes ago. Sign in again as{' '}
        <ForeignText className="strong" text={email} /> to go on.
      </p>
      {!flow.methods.password && <FailureNotice failure={state.confirming.failure} />}
      <ProviderButton flow={flow} state={state.confirming} />
      {flow.methods.password ? (
        <ConfirmationForm flow={flow} confirming={state.confirming} />
      ) : (
        <div className="dialog-buttons">
          <Back flow={flow} />
        </div>
      )}
    </Dialog>
  );
}

interface ConfirmationFormProps {
  readonly flow: SessionFlow;
  readonly confirming: SigningIn;
}

function ConfirmationForm({ flow, confirming }: ConfirmationFormProps) {
  const { password, missing, submit } = useConfirmation(flow);
  const { failure, awaiting } = confirming;
  const wrong = failure?.code === 'wrong_credentials' ? CONFIRM_PROBLEMS.wrong : null;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <PasswordField
        input={password}
        problem={missing ? CONFIRM_PROBLEMS.missing : wrong}
        failure={failure}
      />
      {wrong === null && <FailureNotice failure={failure} />}
      <div className="dialog-buttons">
        <Back flow={flow} />
        <button type="submit" className="button primary" aria-busy={awaiting === 'password'}>
          {awaiting === 'password' ? 'Signing in…' : 'Sign in and go on'}
        </button>
      </div>
    </form>
  );
}

function Back({ flow }: { readonly flow: SessionFlow }) {
  return (
    <button type="button" className="button" onClick={() => flow.stopConfirming()}>
      Back
    </button>
  );
}

function useConfirmation(flow: SessionFlow) {
  const password = useRef<HTMLInputElement>(null);
  const [missing, setMissing] = useState(false);

  useEffect(() => password.current?.focus(), []);

  function submit(event: FormEvent) {
    event.preventDefault();
    const typed = password.current?.value ?? '';
    setMissing(typed === '');
    if (typed === '') password.current?.focus();
    else void flow.confirm(new Secret(typed));
  }
  return { password, missing, submit };
}

import { SIGN_IN_REASONS } from '../copy.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { StepHeading } from '../parts/step-heading.tsx';
import { PasswordForm } from './password-form.tsx';
import { ProviderButton } from './provider-button.tsx';
import type { SessionFlow } from './session-flow.ts';
import type { SignInState } from './session-state.ts';

interface SignInStepProps {
  readonly flow: SessionFlow;
  readonly state: SignInState;
}

export function SignInStep({ flow, state }: SignInStepProps) {
  const { password, provider } = flow.methods;
  return (
    <section className="card narrow stack">
      <div className="stack-tight">
        <StepHeading>Sign in</StepHeading>
        <p className="quiet">To decide which machines are let in, and to look after them.</p>
      </div>
      <Reason reason={state.reason} />
      {!password && <FailureNotice failure={state.failure} />}
      <ProviderButton flow={flow} state={state} />
      {provider && password && <p className="divided quiet">or with a password</p>}
      {password && <PasswordForm flow={flow} state={state} />}
    </section>
  );
}

function Reason({ reason }: Pick<SignInState, 'reason'>) {
  const words = SIGN_IN_REASONS[reason];
  return (
    words && (
      <p className="notice" role="status">
        {words}
      </p>
    )
  );
}

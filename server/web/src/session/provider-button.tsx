import { SquareArrowOutUpRight } from 'lucide-react';
import type { SessionFlow } from './session-flow.ts';
import type { SigningIn } from './session-state.ts';

interface ProviderButtonProps {
  readonly flow: Pick<SessionFlow, 'methods' | 'signInThroughProvider'>;
  readonly state: SigningIn;
}

/** Signs in with the organisation's account; pressed again, it opens the window again. */
export function ProviderButton({ flow, state }: ProviderButtonProps) {
  const { password, provider } = flow.methods;
  if (!provider) return null;
  return (
    <div className="provider stack-tight">
      <button
        type="button"
        className={password ? 'button tall' : 'button primary tall'}
        onClick={() => flow.signInThroughProvider()}
      >
        <SquareArrowOutUpRight size={16} aria-hidden />
        Sign in with your organisation
      </button>
      <p role="status" className="hint">
        {state.awaiting === 'provider' && 'Go on in the window that has opened.'}
      </p>
    </div>
  );
}
